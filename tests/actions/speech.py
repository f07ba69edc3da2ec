"""What every bubble must keep, whatever it says: acts, choices, length, and each stated fact among its facts (I28)."""

import re
from pathlib import Path
from typing import Any

import yaml

from actions.reply import ACTS
from actions.telling import DURATION, length, local, moment

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())
INTENTS = {next(iter(item)) if isinstance(item, dict) else item for item in DOMAIN["intents"]}
MONEY = re.compile(r"¥([\d,]+)\.(\d\d)")
NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{8}[0-9A-Z]{6,}(?![A-Za-z0-9])")
DATED = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日（周.）(?:\d\d:\d\d)?")
LENGTH = re.compile(r"(\d+) (个工作日|天|小时|分钟)")
CHOICE = re.compile(r"[a-z_]+(:[a-z_]+=[^&=]+(&[a-z_]+=[^&]+)*)?")
LONGEST, MOST_BUBBLES, MOST_CHOICES = 140, 3, 9


def leaves(value: Any, name: str = "") -> list[tuple[str, Any]]:
    """Every plain value below, with the name it stands under."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, key)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner, name)]
    return [(name, value)]


def check(bubbles: list[Json], now: str) -> None:
    """Every rule, for every bubble of a reply."""
    assert 1 <= len(bubbles) <= MOST_BUBBLES, [bubble["text"] for bubble in bubbles]
    for bubble in bubbles:
        assert bubble["act"] in ACTS
        assert bubble["text"].strip()
        assert len(bubble["text"]) <= LONGEST, f"{len(bubble['text'])}: {bubble['text']}"
        assert "None" not in bubble["text"]
        assert "{" not in bubble["text"]
        check_choices(bubble.get("choices") or [])
        check_facts(bubble, now)
    for early in bubbles[:-1]:
        assert not early.get("choices"), "only the newest offer can be taken"


def check_choices(choices: list[Json]) -> None:
    assert len(choices) <= MOST_CHOICES
    assert len({choice["value"] for choice in choices}) == len(choices)
    for choice in choices:
        assert choice["label"].strip()
        assert CHOICE.fullmatch(choice["value"]), choice
        intent, _, rest = choice["value"].partition(":")
        assert intent in INTENTS, choice
        entities = {pair.split("=", 1)[0] for pair in rest.split("&") if pair}
        assert entities <= set(DOMAIN["entities"]), choice


def check_facts(bubble: Json, now: str) -> None:
    """Amounts, numbers, moments and lengths of the text and of a card that asks for a yes stand in the facts."""
    text = bubble["text"]
    card = bubble.get("card") or {}
    if card.get("type") == "confirm":
        text += "".join(f"；{row['value']}" for row in card["rows"])
    known = leaves(bubble["facts"])
    amounts = {value for name, value in known if name.endswith("_fen")}
    for yuan, fen in MONEY.findall(text):
        assert int(yuan.replace(",", "")) * 100 + int(fen) in amounts, (text, bubble["facts"])
    values = {value for _, value in known if isinstance(value, str)}
    for number in NUMBER.findall(text):
        assert number in values, (number, text, bubble["facts"])
    at = [moment(value, local(now)) for name, value in known if name.endswith("_at")]
    for dated in DATED.findall(text):
        assert any(dated in told or told.startswith(dated) for told in at), (dated, text, bubble["facts"])
    lengths = {length(value) for value in values if value.startswith("P") and DURATION.fullmatch(value)}
    waits = {f"{-(-value // 60)} 分钟" for name, value in known if name == "expected_wait_s" and value}
    for count, unit in LENGTH.findall(text):
        assert f"{count} {unit}" in lengths | waits or (count, unit) == ("24", "小时"), (count, unit, text)
