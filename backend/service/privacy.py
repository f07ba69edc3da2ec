"""What may not be kept as it was typed: card secrets, bank cards and identity numbers (I29)."""

import re

# Sixteen to nineteen digits in a row are a bank card; seventeen and a check digit an identity number.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]{5})(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_BANK_CARD = re.compile(
    r"(?<![0-9A-Za-z])([3-6][0-9]{3})(?:[ -]?[0-9]){8,11}[ -]?([0-9](?:[ -]?[0-9]){3})(?![0-9A-Za-z])"
)
_SECRET = re.compile(r"((?:卡密|密码|兑换码|激活码|验证码)[是为:：\s]*)([0-9A-Za-z]{3}[0-9A-Za-z-]{3,})")
# The number of a card, and three or more groups of four or five as they are printed on one; a date or a phone has none.
_CARD_NUMBER = re.compile(r"(卡号[是为:：\s]*)([0-9A-Za-z]{2})[0-9A-Za-z-]{6,}")
_GROUPS = re.compile(r"(?<![0-9A-Za-z-])([0-9A-Za-z]{2})[0-9A-Za-z]{2,3}(?:-[0-9A-Za-z]{4,5}){2,}(?![0-9A-Za-z-])")


_PHONE = re.compile(r"(?<![0-9])(1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9])")


def scrub(text: str) -> str:
    """For what is kept for ever (the audit): phones, too, are starred out."""
    return _PHONE.sub(lambda m: m.group(1) + "****" + m.group(2), mask(text))


def mask(text: str) -> str:
    """The text with secrets starred out; order numbers and phones that the talk needs stay."""
    text = _SECRET.sub(lambda m: m.group(1) + m.group(2)[:2] + "****", text)
    text = _IDENTITY.sub(lambda m: m.group(1) + "************", text)
    text = _BANK_CARD.sub(lambda m: m.group(1) + " **** **** " + re.sub("[ -]", "", m.group(2)), text)
    text = _CARD_NUMBER.sub(lambda m: m.group(1) + m.group(2) + "****", text)
    return _GROUPS.sub(lambda m: m.group(1) + "****", text)
