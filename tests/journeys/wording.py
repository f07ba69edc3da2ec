"""The buyer's words for a want or an answer, from the hand-written lists."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .goods import SHANGHAI

HOURS = {
    9: "上午九点", 10: "上午十点", 11: "上午11点", 14: "下午两点", 15: "下午三点", 16: "下午4点", 19: "晚上七点",
    20: "晚上八点", 23: "晚上十一点",
}  # fmt: skip
DAYS = {0: "今天", 1: "明天", 2: "后天"}


@cache
def lists() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wordings.yml").read_text("utf-8"))
    return found


def filled(text: str, known: Mapping[str, str]) -> str:
    """`{name}` and the like in their places; other braces are the buyer's."""
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


class Wording:
    """Draws from the lists by a seed; the plain one always takes the first."""

    def __init__(self, rng: random.Random, plain: bool) -> None:
        self.rng, self.plain = rng, plain

    def pick(self, options: list[Any], but: frozenset[str] = frozenset(), known: Mapping[str, str] = {}) -> str:
        """One of them filled in, rather one that has not been said yet."""
        whole = [filled(str(option), known) for option in options]
        left = [option for option in whole if option not in but] or whole
        return left[0] if self.plain else self.rng.choice(left)

    def want(self, verb: str, of: Any, known: Mapping[str, str], but: frozenset[str], style: str = "") -> str:
        """The opening of an errand; `style` picks one that names the goods or the reason along with it."""
        found = lists()["wants"][verb + style]
        if isinstance(found, dict):
            found = found.get(of) or lists()["wants"][verb]
        return self.pick(found, but, known)

    def answer(self, name: str, known: Mapping[str, str] = {}, of: str | None = None) -> str:
        found = lists()["answers"][name]
        return self.pick(found[of] if of else found, known=known)

    def aside(self) -> str:
        found = lists()["asides"]
        return self.pick(found[self.rng.choice(sorted(found))])

    def slot(self, at: datetime, now: datetime) -> str:
        """`明天下午三点` and other ways to say a half-hour."""
        there = at.astimezone(SHANGHAI)
        away = (there.date() - now.astimezone(SHANGHAI).date()) // timedelta(days=1)
        day = DAYS.get(away, f"{there.month}月{there.day}号")
        half = "半" if there.minute else ""
        spoken = HOURS.get(there.hour, f"{there.hour}点")
        words = f"{spoken}{half}"
        return self.pick([f"{day}{words}", f"{day}{there:%H:%M}", f"{day}的{words}", f"{day} {words}"])

    def phone(self, number: str) -> str:
        spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
        return self.pick([number, f"我的手机号{number}", spaced, f"{number}，打这个"])
