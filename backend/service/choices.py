"""Choices and words on their way to the assistant. A customer's text is words whatever it looks like; only a choice
that was offered in this conversation becomes an intent of ours."""

import json
import unicodedata
from typing import Any

from ..domain.errors import NotAllowed
from .ports import Tx


def message_of(choice: str) -> str:
    """`inform:order_no=LY1&reason=other` as the assistant's own `/inform{"order_no": …}`."""
    intent, _, rest = choice.partition(":")
    slots = dict(pair.split("=", 1) for pair in rest.split("&") if "=" in pair)
    return f"/{intent}{json.dumps(slots, ensure_ascii=False)}" if slots else f"/{intent}"


def words_of(text: str) -> str:
    """The text with whatever would make it a command taken off its front; never empty."""
    plain = text
    while plain and (plain[0].isspace() or unicodedata.normalize("NFKC", plain[0]).startswith("/")):
        plain = plain[1:]
    return plain or "符号"


async def offered(tx: Tx, conversation_id: str, value: str) -> dict[str, Any]:
    """The choice of that value among those offered lately here. Raises `NotAllowed`."""
    said = await tx.entries.find(conversation_id=conversation_id, author_type=["bot", "system"], order="-seq", limit=60)
    for entry in said:
        for choice in entry.body.get("choices") or []:
            if choice.get("value") == value:
                found: dict[str, Any] = choice
                return found
    raise NotAllowed("这个选项已经失效了，请直接告诉小云您的需要。", rule_ids=[])
