"""Words as a machine may compare them: one width, one kind of dash, one yuan sign; and what readers mistake."""

import re

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
_SIGNS = {char: "-" for char in "—–−‐﹣"} | {char: "*" for char in "＊✱×•●"}
_SIGNS |= {"￥": "¥", "\u3000": " ", "\u00a0": " ", "∶": ":", "\u200b": ""}
_PLAIN = str.maketrans(_WIDE | _SIGNS)
# What a reader takes for each other in numbers; a value that differs by these alone is neither right nor wrong.
_ALIKE = ("0OoQD", "1lI|i", "2Zz", "5Ss", "6Gb", "8B", "9gq", "VvY", "Uu", "Cc", "Xx*")
_TWIN = {char: group for group in _ALIKE for char in group}


def plain(text: str) -> str:
    """Half width throughout, but for the Chinese comma, which never stands inside a number."""
    text = text.translate(_PLAIN)
    text = re.sub(r"(?<=\d)，(?=\d{3}\.\d{2}(?!\d))", ",", text)
    text = re.sub(r"(?<=\d)。(?=\d{2}(?!\d))", ".", text)
    return re.sub(r"(?<=\d)\s*([.,])\s*(?=\d)", r"\1", text)


def bare(text: str) -> str:
    """Letters and digits alone, in capitals: how two numbers are compared."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def widths(text: str) -> float:
    """How wide it is drawn, in half widths of a Chinese character; letters and digits are a little wider."""
    return sum(1.1 if char.isascii() else 2.0 for char in text)


def exactly(number: str) -> re.Pattern[str]:
    """Finds the number whole, however blanks and dashes are set in it.

    The letters in front are the house's own and the same for all its numbers: there alone a twin will do (0D for OD).
    """
    whole = bare(number)
    head = len(whole) - len(whole.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    twins = [f"[{re.escape(_TWIN.get(char, ''))}{char}]" for char in whole[:head]] if head < len(whole) - 5 else []
    return _whole(twins + [re.escape(char) for char in whole[len(twins) :]])


def likely(number: str) -> re.Pattern[str]:
    """Finds what the number looks like when some of its characters are taken for their twins."""
    return _whole([f"[{re.escape(_TWIN.get(char, ''))}{char}]" for char in bare(number)])


def _whole(chars: list[str]) -> re.Pattern[str]:
    between = r"[\s_-]{0,3}" if len(chars) >= 8 else ""  # 10-01 is not the number 1001
    before, after = r"(?<![0-9A-Za-z*])(?<![0-9A-Za-z]-)", r"(?!-?[0-9A-Za-z*])"
    return re.compile(before + between.join(chars) + after, re.IGNORECASE)


def differing(one: str, two: str) -> int:
    """How many characters differ, if they are of one length; else a great many."""
    return sum(a != b for a, b in zip(one, two, strict=True)) if len(one) == len(two) else 999


def hides(shown: str, whole: str) -> bool | None:
    """Whether a starred number may be the whole one: `138****1234`. None when nothing is starred."""
    shown = re.sub(r"[\s-]", "", shown).upper()
    parts = re.split(r"[*•●…]+|\.{3,}", shown)
    if len(parts) < 2:
        return None
    whole = bare(whole)
    head, tail = bare(parts[0]), bare(parts[-1])
    return bool(head or tail) and whole.startswith(head) and whole.endswith(tail) and len(head + tail) < len(whole)
