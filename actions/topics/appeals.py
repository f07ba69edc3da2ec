"""申诉: a statement and something new to look at, then another senior reviewer decides (R81, A23)."""

from datetime import datetime

from ..door import Door
from ..phrases import ENOUGH, NOTHING
from ..registry import after, answers, asking, flow
from ..reply import FILE, PERSON, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .picking import pick_refund
from .progress import shown
from .proofs import fits
from .proposing import propose_event
from .states import for_refund

DOING = "appeal_rejection"
TELLING = 16  # characters that say more than the wish itself
LEAST = 6  # characters below which a statement says nothing of why


@answers(DOING)
async def appeal_rejection(turn: Turn, door: Door) -> Reply:
    agenda = turn.agenda if turn.agenda.get("doing") == DOING else {"doing": DOING}
    return await _go_on(turn, door, hear(turn, agenda) or agenda)


def hear(turn: Turn, agenda: Json) -> Json | None:
    """The refund, the statement in the buyer's own words, or that it shall be an appeal and nothing else."""
    heard = agenda
    number = turn.one("refund_no")
    if number and number != agenda.get("refund_no"):
        heard = {"doing": DOING, "refund_no": str(number)}
    if turn.one("choice") == "go":
        heard = heard | {"firm": True}
    words = turn.story
    asked = agenda.get("asking") == "statement" and turn.intent not in {"affirm", "deny"} and len(words) >= LEAST
    more = agenda.get("asking") == "evidence" and agenda.get("statement", "") != turn.words
    tells = len(words) >= TELLING and (more or not heard.get("statement"))
    if not turn.chosen and (asked or tells):
        before = f"{heard['statement']}。" if more and heard.get("statement") else ""
        heard = heard | {"statement": f"{before}{turn.words}"[:1000], "firm": True}
    no_more = turn.intent == "deny" or NOTHING.search(turn.said) or ENOUGH.search(turn.said)
    if agenda.get("asking") == "evidence" and no_more:
        heard = heard | {"lacks": True}
    picks = turn.one("ordinal", "number", "order_no") is not None and agenda.get("asking") == "refund"
    return heard if picks or heard != agenda else None


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    if not turn.refunds:
        return await _what_it_is(turn, door)
    none = "现在没有可以申诉的退款：申诉是给没通过的申请用的。"
    refund = await pick_refund(turn, door, agenda, ("rejected",), "想申诉哪一笔呢？", none)
    if isinstance(refund, Reply):
        return refund
    until = refund["appeal_until_at"]
    if refund["state"] != "rejected" or not until or datetime.fromisoformat(until) < turn.now:
        lead = "每笔申请只能申诉一次，期限内有效；" if refund["state"] == "rejected" else "这笔现在不能申诉。"
        return Reply((await shown(turn, door, refund, lead)).bubbles, None)
    agenda = asking(agenda, "statement", refund_no=refund["refund_no"], order_no=refund["order_no"])
    decision = refund["decision"] or {}
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    if decision.get("curable") and not agenda.get("firm"):
        told.about(decision, "code", "curable", "next_steps")
        rules = told.rules(decision["rule_ids"], decision["policy_version"])
        text = f"{told.quote(decision['text'])}{rules}补材料重交通常比申诉快，申诉只有一次机会。您想怎么办？"
        choices = [
            for_refund("补材料重交", "upload_evidence", refund),
            for_refund("还是申诉", DOING, refund, choice="go"),
            for_refund("申请平台介入", "open_dispute", refund),
        ]
        return say("inform_decision", text, told, choices, agenda=agenda | {"asking": "way"})
    if not agenda.get("statement"):
        text = f"好的。请用几句话说说为什么觉得结果不对，{told(refund, 'appeal_until_at')}前都可以提交。"
        return say("ask_statement", text, told, [PERSON], agenda=agenda)
    fresh = [i["evidence_id"] for i in await door.pictures() if fits(turn, i, refund["order_no"])]
    if not fresh and agenda.get("lacks"):
        text = "没有新材料的话，申诉很难改变结果。可以申请平台介入，让商家来回应，也可以请人工客服看看。"
        choices = [for_refund("申请平台介入", "open_dispute", refund), PERSON]
        left = {name: value for name, value in agenda.items() if name != "lacks"}
        return say("ask_evidence", text, told, choices, agenda=asking(left, "evidence"))
    if not fresh:
        text = "记下了。申诉还需要至少一份之前没交过的新材料，比如商家答应过您的聊天记录，直接发图给我就行。"
        choices = [choice("没有新材料", "open_dispute", refund_no=refund["refund_no"]), PERSON]
        return say("ask_evidence", text, told, choices, agenda=asking(agenda, "evidence"))
    return await _propose(turn, door, agenda, refund, fresh)


async def _what_it_is(turn: Turn, door: Door) -> Reply:
    """Who has nothing to appeal against wants to know how it would be."""
    policy = await door.policy()
    told = Telling(turn.now)
    span, length = told(policy["params"], "resubmit_window"), told(policy["params"], "appeal_wd")
    rules = told.rules(["R81", "A23"], policy["version"])
    text = f"申诉给没通过的申请用：{span}内可以申诉一次，要有新材料，另一位高级审核员来看，{length}内给结果{rules}。"
    return say("inform_policy", text, told, [FILE, PERSON], agenda=None)


async def _propose(turn: Turn, door: Door, agenda: Json, refund: Json, fresh: list[str]) -> Reply:
    policy = await door.policy()
    told = Telling(turn.now, evidence_ids=fresh)
    length = told(policy["params"], "appeal_wd")
    rows = [
        {"label": "申诉说明", "value": told.quote(agenda["statement"])},
        {"label": "新材料", "value": f"{len(fresh)} 张图片"},
        {"label": "复审", "value": f"另一位高级审核员，{length}内给结果"},
    ]
    text = "申诉只有一次机会，请核对一下，没问题我就提交。"
    return propose_event(
        turn, agenda, refund, "appeal", text, told, title="提交申诉", yes="确认申诉", no="再改改", rows=rows,
        statement=agenda["statement"], evidence_ids=fresh,
    )  # fmt: skip


@after("appeal")
async def appealed(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    told = Telling(turn.now)
    told.about(refund, "order_no", "state")
    number, due = told(refund, "refund_no"), told(refund, "appeal_due_at")
    text = f"申诉已提交，退款单 {number} 由另一位高级审核员复审，{due}前给您结果，一有结论我就告诉您。"
    return Reply((bubble("inform_submitted", text, told),), None)


flow(DOING, _go_on, hear, "complain", "report_service_fault", "report_card_invalid", "report_topup_not_received")
