"""Canned replies: sentences that a team keeps at hand, with names in braces for facts of the conversation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .errors import Invalid

VARIABLES = ("姓名", "客服", "订单号", "商品", "退款单号", "退款金额", "审核时限", "到账时限")
_NAMED = re.compile(r"\{([^{}]*)\}")


@dataclass(eq=False)
class Reply:
    """`team` is the skill whose people see it; `title` is what it is found by."""

    reply_no: str
    team: str
    title: str
    text: str
    updated_by: str
    updated_at: datetime


def check(text: str) -> None:
    """Raises `Invalid` for a brace that names no variable: it would reach a buyer as it stands."""
    unknown = [name for name in _NAMED.findall(text) if name not in VARIABLES]
    if unknown or "{" in _NAMED.sub("", text) or "}" in _NAMED.sub("", text):
        names = "、".join(f"{{{name}}}" for name in VARIABLES)
        raise Invalid(f"可以用的变量是：{names}。", errors=[{"field": "text", "code": "variable"}])


def fill(text: str, facts: Mapping[str, str | None]) -> tuple[str, list[str]]:
    """The text with every known fact in place, and the names that nothing is known for, left as they are."""
    missing = [name for name in dict.fromkeys(_NAMED.findall(text)) if not facts.get(name)]
    return _NAMED.sub(lambda found: facts.get(found.group(1)) or found.group(0), text), missing
