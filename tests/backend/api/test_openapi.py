"""The published description and the server's own routes are the same set."""

import re
from pathlib import Path
from typing import Any

from backend.api.contract_routes import ROUTES
from backend.api.openapi import document
from backend.app import create
from backend.settings import load, make_sandbox_secrets

# Inner doors and pages are no part of the public contract.
UNPUBLISHED = re.compile(
    r"^/(?:v1/actions/|v1/channel/|demo|web/|vendor/|window|console|merchant$|embed|favicon|docs|openapi|$)"
)


def served(folder: Path) -> set[tuple[str, str]]:
    make_sandbox_secrets(folder)
    app: Any = create(load({"REFUND_DATA": str(folder)}))
    found = set()
    for route in app.router.routes:
        path = "/" + re.sub(r"<(\w+):\w+>", r"{\1}", route.path)
        if not UNPUBLISHED.match(path):
            found |= {(method, path) for method in route.methods}
    return found


def test_every_route_is_described(tmp_path: Path) -> None:
    assert served(tmp_path) == {(route.method, route.path) for route in ROUTES}


def test_document_is_whole() -> None:
    found = document()
    assert found["openapi"] == "3.1.0"
    schemas = found["components"]["schemas"]
    references = re.findall(r"#/components/schemas/(\w+)", str(found))
    assert references
    assert set(references) <= set(schemas)
    filing = schemas["FileRefund"]
    assert filing["additionalProperties"] is False
    assert {"order_no", "reason"} <= set(filing["required"])
    say = found["paths"]["/v1/customer/conversations/{conversation_id}/messages"]["post"]
    assert "202" in say["responses"]
    assert say["security"] == [{"customer": []}]
