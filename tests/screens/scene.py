"""What a drawn screen is about: one fictitious order with its payment; and what a screen shows of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.domain.moment import SHANGHAI
from backend.domain.order import Account, Order, Payment, Product

GOODS = (("云境远征 648元钻石", "game_item"), ("话费充值 200元", "phone_topup"), ("鲸鱼影音 年卡", "virtual_service"),
         ("蓝原点卡 50元", "game_card"), ("星火加油卡 500元", "game_card"))  # fmt: skip
SHOPS = ("小满数卡专营店", "南风充值", "十里点卡铺", "海棠数字商行")
HEADS = ("LY", "LYD", "OD")


@dataclass(frozen=True)
class Scene:
    """One paid order. `fen` was paid, `listed` is what the goods cost before the discount."""

    order_no: str
    transaction: str
    fen: int
    listed: int
    paid: datetime
    account: str
    product: str
    product_kind: str
    shop: str
    card: str
    dark: bool = False

    @property
    def yuan(self) -> str:
        return f"{self.fen / 100:.2f}"

    @property
    def comma(self) -> str:
        return f"{self.fen / 100:,.2f}"

    @property
    def list_yuan(self) -> str:
        return f"{self.listed / 100:.2f}"

    @property
    def off_yuan(self) -> str:
        return f"{(self.listed - self.fen) / 100:.2f}"

    def at(self, pattern: str, seconds: int = 0) -> str:
        """A moment so many seconds from the payment; `%-m` and `%-d` are without a nought in front."""
        return (self.paid + timedelta(seconds=seconds)).strftime(pattern)

    def order(self) -> Order:
        paid = Payment("alipay", "wallet_balance", self.fen, self.transaction)
        return Order(
            self.order_no, "u", "m", Product(self.product, self.product_kind), self.paid.astimezone(UTC), None, None,
            None, "none", None, None, Account(self.account, self.fen), Account(), (paid,),
        )  # fmt: skip


def scene(number: int) -> Scene:
    """The same scene for the same number, in any run; every other one is for a dark screen."""
    of = random.Random(f"screens {number}")

    def digits(count: int) -> str:
        return "".join(of.choice("0123456789") for _ in range(count))

    paid = datetime(2026, of.randint(3, 11), of.randint(1, 28), of.randint(7, 23), of.randint(0, 59), of.randint(0, 59),
                    tzinfo=SHANGHAI)  # fmt: skip
    listed = of.choice((5000, 9900, 19900, 32800, 64800, 128800))
    name, kind = of.choice(GOODS)
    head = of.choice(HEADS)
    order_no = f"{head}{paid:%Y%m%d}-{digits(8)}" if head == "LY" else f"{head}{paid:%y%m%d%H%M}{digits(6)}"
    transaction = f"{paid:%Y%m%d}{digits(20)}" if of.random() < 0.6 else f"4200{digits(24)}"
    card = "".join(of.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(16))
    return Scene(order_no, transaction, listed - of.randint(1, 990), listed, paid, f"1380000{digits(4)}", name, kind,
                 of.choice(SHOPS), card, dark=number % 2 == 1)  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """A layout: `draw(scene)` is the page's HTML; `shows` are the facts on it, whole (a time without its year is not),
    `kind` what it is evidence of."""

    name: str
    kind: str
    shows: tuple[str, ...]
    draw: Callable[[Scene], str]
    width: int = 390

    @property
    def proves(self) -> bool:
        return self.kind != "nothing"

    @property
    def names_order(self) -> bool:
        """Whether it can be told from another order's."""
        return bool({"order_no", "transaction_id", "amount_fen", "paid_at"} & set(self.shows))

    def of(self, about: Scene) -> str:
        light, dark = ("#16181d", "#f3f4f6", "#fff", "#8a8f99"), ("#e9eaee", "#0e0f12", "#1b1d22", "#868b95")
        ink, ground, card, faint = dark if about.dark else light
        return (
            f"<!doctype html><meta charset=utf-8><style>*{{box-sizing:border-box}}body{{margin:0;color:{ink};"
            f"background:{ground};font:15px/1.5 'Noto Sans CJK SC',sans-serif;--c:{card};--f:{faint};--i:{ink}}}"
            "p{margin:0}.c{background:var(--c)}.f{color:var(--f)}.r{display:flex;justify-content:space-between;gap:16px}"
            f"</style>{self.draw(about)}"
        )
