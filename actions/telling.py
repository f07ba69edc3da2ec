"""Sentences and the facts in them, made together: what a sentence states, its facts carry (I28)."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

SHANGHAI = timezone(timedelta(hours=8))
WEEKDAYS = "一二三四五六日"
DURATION = re.compile(r"P(?:(\d+)WD|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?)")
STATED = re.compile(r"(\d[\d,]*(?:\.\d\d)?) ?(元|个工作日|天|小时|分钟|次)")
UNITS = {"个工作日": "P{}WD", "天": "P{}D", "小时": "PT{}H", "分钟": "PT{}M"}


class Telling:
    """Call it with a source and a name to get the value in Chinese; the value is a fact from then on."""

    def __init__(self, now: datetime, **facts: Any) -> None:
        self.now = now
        self.facts: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}

    def __call__(self, source: Mapping[str, Any], name: str) -> str:
        """`amount_fen` as ¥98.00, `review_due_at` as 11月27日（周五）24:00, `review_wd` and ISO durations as lengths,
        the rest as it stands. Raises ValueError for what is not known: a sentence must not be made without it."""
        value = source.get(name)
        if value is None:
            raise ValueError(f"{name} is not known")
        self.facts[name] = f"P{value}WD" if name.endswith("_wd") else value
        return spoken(name, value, self.now)

    def between(self, source: Mapping[str, Any], least: str, most: str) -> str:
        """`1–3 个工作日`: two lengths of one unit."""
        first, last = self(source, least), self(source, most)
        number, unit = first.split(" ", 1)
        return f"{number}–{last}" if last.endswith(unit) else f"{first}到 {last}"

    def about(self, source: Mapping[str, Any], *names: str) -> None:
        """Facts that the sentence rests on without saying them; what is not known is left out."""
        self.facts.update({name: source[name] for name in names if source.get(name) is not None})

    def quote(self, text: str | None) -> str:
        """The backend's own sentence: amounts, lengths and counts in it become `amounts_fen`, `durations`, `counts`."""
        for number, unit in STATED.findall(text or ""):
            plain = number.replace(",", "")
            if unit == "元":
                self._also("amounts_fen", round(float(plain) * 100))
            elif unit == "次":
                self._also("counts", int(float(plain)))
            elif "." not in plain:
                self._also("durations", UNITS[unit].format(plain))
        return text or ""

    def rules(self, rule_ids: list[str], version: str | None = None) -> str:
        """`（规则 R18、R19）`: the guide's own rules, three at most; the facts name all."""
        if rule_ids:
            self.facts["rule_ids"] = list(rule_ids)
        if version:
            self.facts["policy_version"] = version
        told = [rule for rule in rule_ids if rule.startswith("R")][:3]
        return f"（规则 {'、'.join(told)}）" if told else ""

    def each(self, name: str, source: Mapping[str, Any], *names: str) -> list[str]:
        """One of several things of a kind (payouts, refunds): its values in Chinese, its facts in a list."""
        one = Telling(self.now)
        words = [one(source, part) for part in names]
        self.facts.setdefault(name, []).append(one.facts)
        return words

    def _also(self, name: str, value: Any) -> None:
        if value not in self.facts.setdefault(name, []):
            self.facts[name].append(value)


def spoken(name: str, value: Any, now: datetime) -> str:
    """A value in Chinese, by the ending of its name."""
    if name.endswith("_fen"):
        return money(value)
    if name.endswith("_at"):
        return moment(value, now)
    if name.endswith("_wd"):
        return f"{value} 个工作日"
    if isinstance(value, str) and DURATION.fullmatch(value):
        return length(value)
    return str(value)


def money(fen: int) -> str:
    """`¥1,234.50`"""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def local(at: str | datetime) -> datetime:
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(SHANGHAI)


def moment(at: str | datetime, now: datetime) -> str:
    """`11月27日（周五）24:00`: midnight belongs to the day that ends then."""
    here = local(at)
    midnight = (here.hour, here.minute, here.second) == (0, 0, 0)
    told = here - timedelta(seconds=1) if midnight else here
    return f"{day(told, now)}{'24:00' if midnight else f'{here:%H:%M}'}"


def day(at: str | datetime, now: datetime) -> str:
    """`11月27日（周五）`, with the year where it is another one."""
    here = local(at)
    year = f"{here.year}年" if here.year != local(now).year else ""
    return f"{year}{here.month}月{here.day}日（周{WEEKDAYS[here.weekday()]}）"


def window(first: str, last: str, now: datetime) -> str:
    """From a first to a last moment; the day is said once when both are on it, one moment once."""
    begin, end = moment(first, now), moment(last, now)
    if begin == end:
        return end
    same_day = local(first).date() == local(last).date()
    return f"{begin} 到 {local(last):%H:%M}" if same_day else f"{begin} 到 {end}"


def length(duration: str) -> str:
    """`PT10M` as 10 分钟, `P3WD` as 3 个工作日, `PT48H` as 48 小时, `P7D` as 7 天."""
    match = DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    units = ("个工作日", "天", "小时", "分钟")
    return " ".join(f"{n} {unit}" for n, unit in zip(match.groups(), units, strict=True) if n)
