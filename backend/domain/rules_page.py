"""《退款规则》 as a buyer reads it, generated from the tables in force: what it says is what is applied (A27, R20)."""

from collections.abc import Iterable

from . import advice
from .calendar import local
from .rows import Row
from .rulebook import Policy
from .wording import REASONS

# The promises that concern a buyer, in the order in which a buyer meets them.
TOLD = (
    "undelivered_grace", "fault_window", "express", "review", "manual_review", "supplement", "resubmit", "appeal",
    "merchant_response", "dispute_evidence", "adjudication", "presumed_close",
)  # fmt: skip


def rules_page(policy: Policy) -> str:
    """The rules in Markdown, with version and effective date; every line ends with the rules behind it."""
    tables = policy.tables
    since = f"{local(policy.effective_from):%Y-%m-%d}"
    parts = [
        f"# 退款规则\n\n版本 {policy.version}，{since} 起生效。每条后面是它的规则编号。",
        *(_advice(policy, title, said) for title, said in advice.ALL.items()),
        _part("期限和承诺", (tables.deadlines[promise] for promise in TOLD)),
        "## 各种退款原因\n\n" + "\n\n".join(_reason(policy, reason) for reason in policy.reasons),
        _part("什么时候不能自助申请", (row for row in tables.blocks if row.code)),
        _part("极速退款", (*policy.express, *(row for row in tables.express if not row.code))),
        _part("哪些申请由人工复核", (row for row in tables.triage if row.cause)),
        _part("钱退到哪里，多久到账", (*tables.routing, *tables.arrival)),
        _part("没通过的原因", tables.rejections.values()),
        _readings(policy),
    ]
    return "\n\n".join(parts) + "\n"


def _reason(policy: Policy, reason: str) -> str:
    rows = [row for row in policy.tables.claims if reason in row.when.get("reason", frozenset())]
    return f"### {REASONS[reason]}\n\n" + _lines([policy.evidence[reason], *rows])


def _advice(policy: Policy, title: str, said: Iterable[advice.Advice]) -> str:
    lines = (f"- {advice.told(one, policy)}（{'、'.join(one.rules)}）" for one in said)
    return f"## {title}\n\n" + "\n".join(lines)


def _part(title: str, rows: Iterable[Row]) -> str:
    return f"## {title}\n\n{_lines(rows)}"


def _lines(rows: Iterable[Row]) -> str:
    """One line for each sentence; rows that say the same are told once, with all their rules."""
    told: dict[str, dict[str, None]] = {}
    for row in rows:
        told.setdefault(row.text, {}).update(dict.fromkeys(row.rules))
    return "\n".join(f"- {text}（{'、'.join(rules)}）" for text, rules in told.items())


def _readings(policy: Policy) -> str:
    return "## 规则怎么理解\n\n" + "\n".join(f"- {reading.id}：{reading.text}" for reading in policy.readings)
