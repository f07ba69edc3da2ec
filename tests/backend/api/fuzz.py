"""Bodies for every operation of the published description: made from its own schemas, and spoilt here and there."""

from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]
TEXTS = ("", "x", "字", "\0", "\ud800", "a" * 3000, "/restart", "../../etc", "' OR 1=1 --", "{{7*7}}", "１２",
         "😀" * 40)  # fmt: skip
NUMBERS = (-1, 0, 1, 2**31, 2**63, -(2**63), 10**30, 1.5, -0.0)
MOMENTS = ("2026-11-24T11:00:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "2026-11-24",
           "2026-02-30T00:00:00Z", "2026-11-24T11:00:00", "now")  # fmt: skip
junk = st.recursive(
    st.none() | st.booleans() | st.sampled_from(NUMBERS) | st.sampled_from(TEXTS) | st.sampled_from(MOMENTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TEXTS[:6]), inner, max_size=3),
    max_leaves=6,
)


def values(schema: Schema, known: Schema) -> st.SearchStrategy[Any]:
    """What the schema allows, roughly: the server is the judge."""
    if "$ref" in schema:
        return values(known[schema["$ref"].rsplit("/", 1)[1]], known)
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    if "anyOf" in schema:
        return st.one_of([values(one, known) for one in schema["anyOf"]])
    return _typed(schema, known)


def _typed(schema: Schema, known: Schema) -> st.SearchStrategy[Any]:
    kind = schema.get("type")
    if kind == "object":
        return body_of(schema, known)
    if kind == "array":
        return st.lists(values(schema.get("items", {}), known), max_size=3)
    if kind == "string" and schema.get("format") == "date-time":
        return st.sampled_from(MOMENTS)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        "integer": st.integers(schema.get("minimum", -5), min(schema.get("maximum", 10**6), 10**6)),
        "number": st.floats(0, 100, allow_nan=False), "boolean": st.booleans(), "null": st.none(),
        "string": st.sampled_from(TEXTS[1:3]) | st.text(max_size=12),
    }  # fmt: skip
    return plain.get(kind, junk)


def body_of(schema: Schema, known: Schema) -> st.SearchStrategy[Any]:
    """An object with its fields, each now and then spoilt, left out, or joined by one that nobody knows."""
    fields = schema.get("properties", {})
    required = set(schema.get("required", []))

    @st.composite
    def made(draw: st.DrawFn) -> Any:
        if draw(st.integers(0, 19)) == 0:
            return draw(junk)
        body = {}
        for name, field in fields.items():
            luck = draw(st.integers(0, 9))
            if luck == 0 or (luck < 4 and name not in required):
                continue
            body[name] = draw(junk if luck == 9 else values(field, known))
        if draw(st.integers(0, 19)) == 0:
            body[draw(st.sampled_from(TEXTS[:6]))] = draw(junk)
        return body

    return made()
