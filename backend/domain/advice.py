"""What a buyer should know before and while applying: the guide's advice, the ways in and the promises of service that
no table decides. Each with the rules behind it; numbers are the policy's own."""

from dataclasses import dataclass

from .rulebook import Policy
from .spelling import filled


@dataclass(frozen=True)
class Advice:
    rules: tuple[str, ...]
    text: str


BEFORE = (
    Advice(("R3", "R4"), "这里管点卡、话费、虚拟服务和游戏装备；数字商品买了就到、很难收回，退款要多核对几样。"),
    Advice(("R12",), "付款之前，先看一遍充值账号、金额和商品说明，填错的往往退不了。"),
    Advice(("R5", "R20", "R82"), "申请之前，先在这里看清原因和期限；拿不准能不能退，问小云或人工客服。"),
    Advice(("R14", "R15", "R16"), "登录官网或 APP，在“个人中心-订单管理”里选订单申请，或直接告诉小云；别处的不算。"),
    Advice(("R49", "R52"), "原因选最贴近的那一项，更容易通过，也更快。"),
)
WHILE = (
    Advice(("R25", "R26", "R30", "R31"), "写明原因；截图要完整清楚，带上订单号、时间和问题所在，审核会更快。"),
    Advice(("R34", "R35", "R57"), "审核员可能找您补材料，缺什么会一次写明；请保持电话畅通。"),
    Advice(("R36", "R42"), "审核一通过就自动退款，原路退回，不用您再操作。"),
    Advice(("R41", "R72", "R75", "R77"), "没到期随时可以查进度，不用催；超期可以申请加急，之后每天主动告诉您进展。"),
    Advice(("R46",), "到账后，付款账户的账单里能看到这笔钱。"),
)
WHEN_STUCK = (
    Advice(("R71",), "审核慢了可以加急，退款没成功由财务处理，商家不配合可以请平台介入。"),
    Advice(("R53", "R54", "R58"), "网站和 APP 都能找人工客服，每天 {service_opens} 到 {service_closes}；小云全天在。"),
    Advice(("R55", "R56"), "报上订单号，客服马上能看到您的申请走到哪一步。"),
    Advice(("R59", "R60"), "人多时要排队，会告诉您位置和时间；可以避开高峰，或者留言约电话回拨。"),
    Advice(("R84", "R85", "R86", "R89"), "商家不回、不管售后，不用跟商家耗，申请平台介入，由平台判定责任。"),
    Advice(("R61", "R62"), "商家不承认问题的，把订单截图、付款凭证、聊天记录和问题截图留好，平台介入后尽快交上来。"),
    Advice(("R63",), "有争议的，可以要求平台调取交易日志作证据。"),
    Advice(("R88",), "商家造假阻挠的，平台可以扣它的保证金赔给您。"),
)
SERVICE = (
    Advice(("R2", "R90"), "每个申请走到哪一步、依据哪条规则、什么时候出结果，您随时看得到。"),
    Advice(("R48", "R74", "R78"), "每一步都有人负责、有期限；我们没按时的，系统会督办，也会主动告诉您。"),
    Advice(("R70",), "符合极速退款却没有显示的，客服可以给订单开通。"),
    Advice(("R91",), "我们一直在看哪里慢、哪里难，规则改了会换版本，写明生效日期。"),
    Advice(("R92",), "照着规则一步步来，就是保护您自己的权益。"),
)
ALL = {"申请之前": BEFORE, "申请之中": WHILE, "遇到问题": WHEN_STUCK, "我们的服务": SERVICE}


def told(advice: Advice, policy: Policy) -> str:
    """The sentence with the policy's numbers in it."""
    return filled([], "advice", advice.text, policy.values)
