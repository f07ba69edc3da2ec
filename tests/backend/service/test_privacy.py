"""What is typed into a chat and must not be kept as it was typed (I29)."""

import pytest

from backend.service.privacy import mask, scrub


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("卡密：ABCD-1234-EFGH 激活不了", "卡密：AB**** 激活不了"),
        ("兑换码是 X9Y8Z7W6", "兑换码是 X9****"),
        ("验证码123456", "验证码12****"),
        ("身份证 110101199001011234", "身份证 110101************"),
        ("身份证11010119900101123X。", "身份证110101************。"),
        ("卡号6222021234567890", "卡号6222 **** **** 7890"),
        ("6222 0212 3456 7890 123", "6222 **** **** 0123"),
        ("6222-0212-3456-7890", "6222 **** **** 7890"),
        ("卡号 AB12CD34EF 密码 998877665544", "卡号 AB**** 密码 99****"),
        ("ABCD-1234-EFGH-5678 用不了", "AB**** 用不了"),
    ],
)
def test_secrets(said: str, kept: str) -> None:
    assert mask(said) == kept
    assert mask(mask(said)) == kept


@pytest.mark.parametrize(
    "said",
    [
        "订单 LY20261124000101 没到账",
        "充到 13800001234",
        "流水 4200001234202611241234567890",
        "98.00 元",
        "密码忘了",
        "2026-11-24 18:03",
        "138-0000-1234",
        "卡号错了",
    ],
)
def test_what_the_talk_needs_stays(said: str) -> None:
    assert mask(said) == said


@pytest.mark.parametrize("phone", ["13800001234", "138 0000 1234", "138-0000-1234"])
def test_phones_leave_what_is_kept_for_ever(phone: str) -> None:
    assert scrub(f"回拨 {phone}。") == "回拨 138****1234。"
