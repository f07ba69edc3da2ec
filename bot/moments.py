"""Days and times relative to now: 昨晚八点半, 上周三, 11月3号, 三天前, 7天了. Values are ISO 8601 at +08:00."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from bot.numerals import number_of

SHANGHAI = timezone(timedelta(hours=8))
NUM = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
DAYS_FROM_NOW = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "当天": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
WORD_AND_PART = {"昨晚": (-1, "晚上"), "昨夜": (-1, "晚上"), "前晚": (-2, "晚上"), "今早": (0, "早上"), "今晨": (0, "早上"), "今晚": (0, "晚上"), "今夜": (0, "晚上"), "明早": (1, "早上"), "明晚": (1, "晚上"), "昨早": (-1, "早上"), "后晚": (2, "晚上")}
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "7": 6}
PARTS = {"凌晨": 0, "清晨": 6, "早上": 8, "早晨": 8, "一早": 8, "上午": 9, "中午": 12, "午后": 13, "下午": 14, "傍晚": 18, "晚上": 20, "夜里": 22, "半夜": 0, "晚": 20, "早": 8}
_WORDS = "|".join(sorted(DAYS_FROM_NOW, key=len, reverse=True))
_COMPACT = "|".join(WORD_AND_PART)
_PART = "|".join(sorted(PARTS, key=len, reverse=True))
_CLOCK = rf"(?:(?P<h24>(?<!\d)(?:[01]?\d|2[0-3])):(?P<m24>[0-5]\d)(?::[0-5]\d)?|(?P<hour>{NUM})[点时](?!卡|券|赞|击|播)(?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{NUM})分?(?![天个号月笔块元]))?)"
MOMENT = re.compile(
    r"(?:"
    rf"(?P<iso>(?<!\d)20\d\d[-/.年]\s?(?:1[0-2]|0?[1-9])[-/.月]\s?(?:3[01]|[12]\d|0?[1-9])[日号]?(?!\d))"
    rf"|(?P<month>(?<!\d){NUM})月(?:份)?(?P<day>{NUM})(?:[日号]|(?![\d个年天块元]))"
    rf"|(?P<dot>(?<![\d.])(?:1[0-2]|0?[1-9])[./-](?:3[01]|[12]\d|0?[1-9])(?=号|日|那天|下单|买的|充的|付的|的订单|的时候)[日号]?)"
    rf"|(?P<which>上上个?月|上个?月|这个?月|本月|下个?月)(?P<of_month>{NUM})[日号]"
    rf"|(?P<weeks>上上个?|上个?|这个?|本|下个?)?(?<![叫姓])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末1-7])(?![年月天个边])"
    rf"|(?P<lone>(?<![\d第]){NUM})[号](?!码|线|店|机|卡|楼|客服|[a-z])(?=[^一-鿿]|$|的|那|下|买|充|早|晚|上|中|凌|申|提|付|就|才|左|前|到|发|订|我|办|支)"
    rf"|(?P<compact>{_COMPACT})|(?P<word>{_WORDS})"
    rf")?(?P<t>[t ]?(?:的)?(?:大概|大约|差不多)?(?P<part>{_PART})?(?:的)?{_CLOCK}|(?<=.)(?P<only>{_PART}))?"
)
AGO = re.compile(
    r"(?P<n>\d{1,3}|半|[一二两三四五六七八九十]{1,3})\s?(?:多|来)?个?(?P<unit>多?(?:小时|钟头)|分钟|工作日|天|日|周|星期|礼拜|月|年)(?:多)?"
    r"(?:(?P<ago>之?以?前)(?!能|可以|内)|(?P<later>[之以]?后)(?=打|联系|回|再|给|$)|(?P<now>了)|(?P<since>(?:还是?|都|也)?(?:没|未|不)))"
)
WAITED = re.compile(r"(?P<lead>等了|过了|已经|都)\s?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:多|来)?个?(?P<unit>小时|天|周|星期|礼拜|月)")
NOW_WORD = re.compile(r"刚刚|刚才|方才|现在(?=买|充|付|下单)")
UNITS = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "钟头": timedelta(hours=1), "天": timedelta(days=1), "日": timedelta(days=1), "工作日": timedelta(days=1), "周": timedelta(days=7), "星期": timedelta(days=7), "礼拜": timedelta(days=7), "月": timedelta(days=30), "年": timedelta(days=365)}


@dataclass(frozen=True)
class Moment:
    """A stretch of text and the day (`2026-11-03`) or instant (`2026-11-03T15:00:00+08:00`) it names."""

    start: int
    end: int
    value: str
    grain: str


def moments(text: str, now: datetime) -> Iterator[Moment]:
    """Every day or time that the text names, in order. What has only a length (24小时内, 3个工作日) is none."""
    now = now.astimezone(SHANGHAI)
    found: list[Moment] = []
    for pattern, read in ((AGO, _ago), (WAITED, _ago), (NOW_WORD, _now), (MOMENT, _moment)):
        for match in pattern.finditer(text):
            moment = read(match, now)
            if moment and all(moment.end <= other.start or moment.start >= other.end for other in found):
                found.append(moment)
    return iter(sorted(found, key=lambda moment: moment.start))


def _now(match: re.Match[str], now: datetime) -> Moment:
    return Moment(*match.span(), _iso(now), "minute")


def _ago(match: re.Match[str], now: datetime) -> Moment | None:
    said = match["n"]
    if len(said) == 2 and set(said) <= set("一二两三四五六七八九"):
        said = said[1]  # 两三天: the longer
    count = 0.5 if said == "半" else float(number_of(said) or 0)
    unit = match["unit"].removeprefix("多")
    if not count:
        return None
    later = bool(match.groupdict().get("later"))
    then = now + UNITS[unit] * count if later else now - UNITS[unit] * count
    if unit in ("分钟", "小时", "钟头"):
        return Moment(*match.span(), _iso(then), "hour")
    return Moment(*match.span(), then.date().isoformat(), "day")


def _moment(match: re.Match[str], now: datetime) -> Moment | None:
    if not match.group().strip():
        return None
    day, part = _day(match, now.date())
    clock = _clock(match, part)
    if day is None and clock is None:
        return None
    if day is None and match["only"]:
        return None
    if day is None and not match["part"] and _is_figure_of_speech(match):
        return None
    span = (match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
    if clock is None:
        return Moment(*span, (day or now.date()).isoformat(), "day")
    at = datetime.combine(day or now.date(), clock, SHANGHAI)
    return Moment(*span, _iso(at), "part" if match["only"] or not (match["hour"] or match["h24"]) else "minute")


def _is_figure_of_speech(match: re.Match[str]) -> bool:
    """`一点都不好`, `有两点问题`: a Han hour with nothing that makes it a time, inside a longer sentence."""
    hour = match["hour"]
    if not hour or hour.isdigit() or match["half"] or match["quarter"] or match["minute"] or match.group()[-1] in "钟整":
        return False
    return hour == "一" or len(match.string) > len(match.group()) + 3


def _day(match: re.Match[str], today: date) -> tuple[date | None, str | None]:
    try:
        if match["iso"]:
            year, month, day = map(int, re.findall(r"\d+", match["iso"]))
            return date(year, month, day), None
        if match["month"]:
            return _month_day(today, int(number_of(match["month"]) or 0), int(number_of(match["day"]) or 0)), None
        if match["dot"]:
            month, day = map(int, re.findall(r"\d+", match["dot"]))
            return _month_day(today, month, day), None
        if match["which"]:
            months = -match["which"].count("上") + match["which"].count("下")
            index = today.year * 12 + today.month - 1 + months
            return date(index // 12, index % 12 + 1, int(number_of(match["of_month"]) or 0)), None
        if match["lone"]:
            return _day_of_month(today, int(number_of(match["lone"]) or 0)), None
    except ValueError:
        return None, None
    if match["weekday"]:
        weeks = (match["weeks"] or "").count("下") - (match["weeks"] or "").count("上")
        return today + timedelta(days=WEEKDAYS[match["weekday"]] - today.weekday() + 7 * weeks), None
    if match["compact"]:
        days, part = WORD_AND_PART[match["compact"]]
        return today + timedelta(days=days), part
    if match["word"]:
        return today + timedelta(days=DAYS_FROM_NOW[match["word"]]), None
    return None, None


def _month_day(today: date, month: int, day: int) -> date:
    """The year is this one, unless that lies more than a week ahead: then it was last year."""
    this = date(today.year, month, day)
    return this if this <= today + timedelta(days=7) else date(today.year - 1, month, day)


def _day_of_month(today: date, day: int) -> date:
    """The latest such day up to a week ahead."""
    index = today.year * 12 + today.month - 1
    for back in range(12):
        year, month = divmod(index - back, 12)
        try:
            found = date(year, month + 1, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=7):
            return found
    raise ValueError(day)


def _clock(match: re.Match[str], part: str | None) -> time | None:
    part = match["part"] or match["only"] or part
    if match["h24"]:
        hour, minute = int(match["h24"]), int(match["m24"])
    elif match["hour"]:
        hour = int(number_of(match["hour"]) or 0)
        minute = 30 if match["half"] else int(number_of(match["minute"] or "0") or 0)
        minute = 15 * int(number_of(match["quarter"]) or 0) if match["quarter"] else minute
    elif part:
        return time(PARTS[part])
    else:
        return None
    if hour < 12 and part and PARTS[part] >= 12 and not (part == "中午" and hour >= 10):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _iso(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
