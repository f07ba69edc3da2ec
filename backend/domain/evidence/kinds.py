"""Which kinds of evidence a picture is, by the words and the build of its page; two when two pages are merged (R57)."""

import re
from collections.abc import Mapping

from .chat import is_talk, spoken
from .failure import failures
from .labels import labels_in
from .layout import Layout
from .words import BANK, SHOP

_REDEEM = re.compile(r"兑换|激活|卡密|卡号|礼包码|序列号|CDK|充值卡|卡券码|redeem|activat", re.IGNORECASE)
_REFUSED = re.compile(
    r"(?:激活|兑换|核销)(?:码|卡)?(?:失败|无效|错误|异常|未成功|不成功)|(?:无法|不能)(?:激活|兑换|核销)|"
    r"(?:卡密|兑换码|激活码|卡号|序列号|礼包码|充值卡|点卡|该卡|此卡|CDK)\D{0,8}"
    r"(?:无效|错误|失效|过期|不存在|已?被?使用|未激活|冻结|作废|有误)|(?:redeem|activation)\w*\W+(?:failed|error)|"
    r"invalid (?:code|key)|(?:code|key) (?:is )?(?:invalid|expired|already used)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"特此(?:证明|说明|声明)|兹证明|情况说明|异常证明|(?:商家|店铺|本店|我店|我司)[^,。;]{0,12}(?:证明|说明|声明)|"
    r"出具[^,。;]{0,6}(?:证明|说明)|^证明$",
    re.MULTILINE,
)
_SHOP_HEADING = re.compile(
    r"订单(?:$|详情|信息|中心|列表|记录)|购买记录|电子小票|order detail|my orders", re.IGNORECASE
)
_BANK_HEADING = re.compile(
    r"账单|明细|回单|收支|流水|交易(?:详情|记录|提醒|凭证)|银行|钱包|"
    r"(?:支付|付款)(?:$|凭证|详情|记录|成功)|"
    r"bill|transaction|payment detail|receipt",
    re.IGNORECASE,
)
LONGEST_HEADING = 12
ENOUGH, MERGED = 4, 6  # for the kind of a page; for a second kind beside it, as pages say a word or two of the other
_SPENT = re.compile(r"-\s*¥?\s*[\d,]+\.\d{2}")
_TESTED = re.compile(r"(?:检测|检验|鉴定|测试)(?:报告|结论|结果|项目|机构|依据|单位|编号)|送检|受检|样品(?:名称|编号)")


def recognise(layout: Layout, hint: str | None = None) -> tuple[str, ...]:
    """The contract's kinds that the page speaks for, the one that it is most surely first; `other` for none.

    `hint` is what the sender called it: it counts where the page itself could also serve as that.
    """
    text = "\n".join(bit.text for bit in layout.lines) + "\n" + "\n".join(bit.text for bit in layout.paragraphs)
    found = _by_build(layout, text)
    failed = bool(failures(layout))
    if not found and spoken(layout) >= max(2, 0.3 * len(layout.paragraphs)):
        found = ["merchant_chat"]  # a talk of which only a part is here
    if not found and failed:
        found = ["fault_screenshot"]
    if hint == "fault_screenshot" and failed and "merchant_chat" not in found:
        found.append("fault_screenshot")
    if not found and hint in {"fault_screenshot", "merchant_statement", "test_report"} and len(layout.paragraphs) > 2:
        found = [hint] if failed else []
    return tuple(dict.fromkeys(found)) or ("other",)


def _by_build(layout: Layout, text: str) -> list[str]:
    shop, bank = _scores(layout, text)
    if len(set(_TESTED.findall(text))) >= 2 and max(shop, bank) < 8:
        return ["test_report"]
    if is_talk(layout) and max(shop, bank) < 9:
        return ["merchant_chat"]
    if _STATED.search(text) and max(shop, bank) < 8:
        return ["merchant_statement"]
    sides = (("order_screenshot", shop), ("payment_statement", bank))
    found = [kind for kind, score in sides if score >= (ENOUGH if score == max(shop, bank) else MERGED)]
    redeem = len({word.upper() for word in _REDEEM.findall(text)})
    if (max(shop, bank) <= ENOUGH and redeem and _REFUSED.search(text)) or (not found and redeem >= 3):
        return ["activation_failure"]
    return found


def _scores(layout: Layout, text: str) -> tuple[int, int]:
    """How much the page speaks for a shop's order and for a bank's or a wallet's record of a payment.

    Pages of one sort reach 7 to 20 on their own side and 0 to 2 on the other.
    """
    named = {bit.role for bit in layout.values if bit.text}
    shop = _weight(SHOP, text) + len(named & {"order", "ordered", "account"})
    bank = _weight(BANK, text) + len(named & {"transaction", "when"})
    bank += 2 if any(_SPENT.fullmatch(bit.text.strip()) for bit in layout.lines) else 0
    # A word that is the page's heading says more than the same word in its text.
    for bit in layout.lines[: max(4, len(layout.lines) // 4)]:
        heading = bit.text.strip(" <>X×*")
        if len(heading) <= LONGEST_HEADING and not any(c.isdigit() for c in heading) and not labels_in(heading):
            shop += 2 if _SHOP_HEADING.search(heading) else 0
            bank += 2 if _BANK_HEADING.search(heading) else 0
    return shop, bank


def _weight(words: Mapping[str, int], text: str) -> int:
    """A word inside a longer one that is counted counts no second time."""
    total, left = 0, text.casefold()
    for word in sorted(words, key=len, reverse=True):
        if word.casefold() in left:
            total += words[word]
            left = left.replace(word.casefold(), "·")
    return total
