"""Pictures drawn for tests: plain pages with the words that a real screenshot of the fictitious shop would show."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = next((name for name in FONTS if Path(name).exists()), None)
    assert path is not None, "fonts-noto-cjk is not installed (make setup does it)"
    return ImageFont.truetype(path, size)


def page(title: str, rows: Sequence[tuple[str, str]]) -> bytes:
    """A phone screen with a title and labelled rows, as PNG."""
    picture = Image.new("RGB", (720, 240 + 84 * len(rows)), "#f4f5f7")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 720, 110), fill="#1d5fd0")
    pen.text((40, 32), title, fill="white", font=_font(40))
    pen.rectangle((24, 140, 696, 200 + 84 * len(rows)), fill="white")
    for place, (label, value) in enumerate(rows):
        pen.text((52, 170 + 84 * place), label, fill="#5c6577", font=_font(28))
        pen.text((250, 170 + 84 * place), value, fill="#1d2433", font=_font(28))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def order_screenshot(order_no: str, yuan: str, paid: str) -> bytes:
    return page("订单详情", [
        ("订单编号", order_no), ("商品", "话费充值 100元"), ("实付", f"¥{yuan}"), ("下单时间", paid),
        ("充值账号", "138****1234"), ("订单状态", "充值中"),
    ])  # fmt: skip


def payment_statement(transaction_id: str, yuan: str, paid: str) -> bytes:
    return page("账单详情", [
        ("交易金额", f"-{yuan}"), ("支付方式", "账户余额"), ("支付时间", paid), ("交易单号", transaction_id),
        ("商户", "利云卡盟"), ("当前状态", "支付成功"),
    ])  # fmt: skip
