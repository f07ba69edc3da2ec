"""The pictures of the demo's past: plain pages with the order's own words, and what a reader finds on them.

They pass the same check as a buyer's; only the reading is spared, for what was drawn here is known to the letter.
"""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .domain.evidence import Line, Page
from .domain.moment import SHANGHAI
from .domain.order import Order

WIDTH, SIZE, STEP = 720, 28, 84
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
)
Words = tuple[str, float, float, int, str]  # text, x, y, size, colour


class Album:
    """A reader that knows the pictures it was shown."""

    def __init__(self) -> None:
        self._pages: dict[str, Page] = {}

    def know(self, picture: bytes, page: Page) -> None:
        self._pages[hashlib.sha256(picture).hexdigest()] = page

    async def read(self, picture: bytes) -> Page:
        return self._pages[hashlib.sha256(picture).hexdigest()]


def can_draw() -> bool:
    """Whether there is a font with Chinese characters on this machine."""
    return any(Path(name).exists() for name in FONTS)


def drawn(kind: str, order: Order, without: Sequence[str] = ()) -> tuple[bytes, Page]:
    """A PNG of that kind about the order, and its words where they stand; `without` names facts that it does not show.

    Raises KeyError for a kind that the demo has no page for.
    """
    words = _chat(order) if kind == "merchant_chat" else _rows(*PAGES[kind](order), without=without)
    height = int(max(y for _, _, y, _, _ in words)) + 160
    picture = Image.new("RGB", (WIDTH, height), "#f4f5f7")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 110), fill="#1d5fd0")
    lines = []
    for text, x, y, size, colour in words:
        pen.text((x, y), text, fill=colour, font=_font(size))
        left, top, right, bottom = pen.textbbox((x, y), text, font=_font(size))
        lines.append(Line(text, (float(left), float(top), float(right - left), float(bottom - top)), 0.99))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue(), Page(tuple(lines), WIDTH, height)


def _order_page(order: Order) -> tuple[str, dict[str, tuple[str, str]]]:
    return "订单详情", {
        "order_no": ("订单编号", order.order_no), "product": ("商品", order.product.name),
        "amount_fen": ("实付款", f"¥{order.paid_fen / 100:.2f}"), "paid_at": ("下单时间", _when(order.paid_at)),
        "status": ("订单状态", "充值中"),
    }  # fmt: skip


def _bill(order: Order) -> tuple[str, dict[str, tuple[str, str]]]:
    leg = order.payments[0]
    return "账单详情", {
        "status": ("当前状态", "支付成功"), "amount_fen": ("支付金额", f"{leg.amount_fen / 100:.2f}"),
        "paid_at": ("支付时间", _when(order.paid_at)), "transaction_id": ("交易单号", leg.transaction_id),
        "merchant": ("商户", "利云卡盟"),
    }  # fmt: skip


def _failure(order: Order) -> tuple[str, dict[str, tuple[str, str]]]:
    return "兑换卡密", {
        "product": ("商品", order.product.name), "order_no": ("订单编号", order.order_no),
        "failure": ("兑换结果", "激活失败，卡密无效"),
    }  # fmt: skip


PAGES = {"order_screenshot": _order_page, "payment_statement": _bill, "activation_failure": _failure}


def _rows(title: str, rows: dict[str, tuple[str, str]], without: Sequence[str]) -> list[Words]:
    words: list[Words] = [(title, 40, 32, 40, "white")]
    for place, (label, value) in enumerate(row for name, row in rows.items() if name not in without):
        y = 170 + STEP * place
        words += [(label, 52, y, SIZE, "#5c6577"), (value, 250, y, SIZE, "#1d2433")]
    return words


def _chat(order: Order) -> list[Words]:
    """The buyer on the right, the merchant on the left."""
    said = ((False, "在吗，买的东西用不了"), (False, order.order_no), (True, "这边查过了，系统有故障"),
            (True, "已经售出，不支持退款"), (False, "那请平台看看吧"))  # fmt: skip
    words: list[Words] = [("商家客服", 280, 32, 40, "white")]
    for place, (theirs, text) in enumerate(said):
        x = 60 if theirs else WIDTH - 60 - _font(SIZE).getlength(text)
        words.append((text, x, 170 + 110 * place, SIZE, "#1d2433"))
    return words


def _when(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(name for name in FONTS if Path(name).exists()), size)
