"""More evidence for a case that is filed: what the reviewer asked for, what a dispute wants, or a second attempt."""

from collections.abc import Sequence

from ..door import Door
from ..names import KINDS, REASONS, all_of
from ..phrases import ENOUGH, NOTHING
from ..registry import after, answers, asking, flow, go_on
from ..reply import PERSON, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .picking import pick_refund
from .pictures import TAKES_MORE, WANTS_PICTURES
from .progress import shown
from .proofs import fits, needs_card
from .proposing import propose_event

DOING = "upload_evidence"
ENOUGH_CHOICE = choice("就这些，提交", "upload_evidence", choice="enough")


@answers(DOING)
async def upload_evidence(turn: Turn, door: Door) -> Reply:
    """The buyer wants to send pictures: for what is being done, else for the case that takes them."""
    doing = turn.agenda.get("doing")
    named = turn.one("refund_no", "order_no")
    if doing in WANTS_PICTURES and doing != DOING and not named:
        return await go_on(turn.quiet(), door, turn.agenda)
    if not named and turn.draft and turn.draft["reason"] and not _waiting(turn):
        draft = {"doing": "file_refund", "order_no": turn.draft["order_no"], "reason": turn.draft["reason"]}
        return await go_on(turn.quiet(), door, draft)
    return await _go_on(turn, door, hear(turn, turn.agenda if doing == DOING else {"doing": DOING}) or {"doing": DOING})


def _waiting(turn: Turn) -> bool:
    return any(refund["state"] == "evidence_required" for refund in turn.refunds)


def hear(turn: Turn, agenda: Json) -> Json | None:
    """A refund that was picked, another reason for a second attempt, or that this is all there is."""
    heard = agenda
    number = turn.one("refund_no")
    if number and number != agenda.get("refund_no"):
        heard = {"doing": DOING, "refund_no": str(number)}
    reason = turn.one("reason", "refund_reason")
    if reason in REASONS and (turn.chosen or "原因" in turn.said):
        heard = heard | {"reason": reason}
    if turn.one("choice") == "enough" or ENOUGH.search(turn.said):
        heard = heard | {"enough": True}
    if agenda.get("asking") == "evidence" and NOTHING.search(turn.said):
        heard = heard | {"lacks": True}
    picks = turn.one("ordinal", "number") is not None and agenda.get("asking") == "refund"
    return heard if picks or heard != agenda else None


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    question = "想给哪一笔补充材料呢？"
    none = "现在没有等材料的申请。想申请退款的话，告诉我是哪笔订单，我再告诉您要交什么。"
    states = (*TAKES_MORE, "rejected")
    asked = [refund for refund in turn.refunds if refund["state"] == "evidence_required"]
    if len(asked) == 1 and not agenda.get("refund_no"):
        agenda = agenda | {"refund_no": asked[0]["refund_no"]}
    refund = await pick_refund(turn, door, agenda, states, question, none)
    if isinstance(refund, Reply):
        return refund
    agenda = asking(agenda, "evidence", refund_no=refund["refund_no"], order_no=refund["order_no"])
    if refund["state"] == "rejected":
        return await _resubmit(turn, door, agenda, refund)
    if refund["state"] not in TAKES_MORE:
        return Reply((await shown(turn, door, refund, "这笔现在不需要补材料。", progress=True)).bubbles, None)
    fresh = await _fresh(turn, door, refund)
    wanted = [[item["kind"]] for item in refund["requested_items"]]
    if not fresh and agenda.get("enough") and not wanted:
        text = "还没有收到新的图片，想到了随时发给我就行；不补也没关系，照常处理。"
        return say("ask_evidence", text, Telling(turn.now, refund_no=refund["refund_no"]), [PERSON], agenda=None)
    if not fresh and agenda.get("lacks") and wanted:
        left = {name: value for name, value in agenda.items() if name != "lacks"}
        text = f"拿不出{all_of(wanted)}也别急，转人工后同事会和您商量用什么代替。"
        return _ask(turn, left, refund, wanted, text)
    if not fresh:
        lead = "我这边还没收到新的图，麻烦再发一次。" if agenda.get("enough") else ""
        left = {name: value for name, value in agenda.items() if name != "enough"}
        return _ask(turn, left, refund, wanted, f"{lead}{_what(turn, refund)}")
    missing = _missing(wanted, fresh)
    if missing and not agenda.get("enough"):
        return _ask(turn, agenda, refund, wanted, f"还差{all_of(missing)}。", fresh)
    text = "材料齐了，我交给审核员接着审，好吗？" if wanted else "我把这些材料放进申请里，给处理的人看，好吗？"
    return _propose(turn, agenda, refund, "supply_evidence", text, fresh, "补充材料", "确认提交")


def _what(turn: Turn, refund: Json) -> str:
    items = [(KINDS[item["kind"]], item.get("note")) for item in refund["requested_items"]]
    notes = [f"{kind}（{note}）" if note else kind for kind, note in items]
    if notes:
        return f"审核员想看：{'、'.join(notes)}。直接把图发给我就行。"
    return "好的，直接把图发给我就行，我会放进这笔申请里。"


async def _resubmit(turn: Turn, door: Door, agenda: Json, refund: Json) -> Reply:
    """A curable rejection: new evidence or a better reason, then once more (R38)."""
    decision = refund["decision"] or {}
    if not decision.get("curable") or not refund["appeal_until_at"]:
        lead = "这笔改了材料重交也不会变，"
        return Reply((await shown(turn, door, refund, lead)).bubbles, None)
    fresh = await _fresh(turn, door, refund)
    reason = agenda.get("reason") or refund["reason"]
    wanted = (await door.policy())["evidence"][reason]
    if not fresh and reason == refund["reason"]:
        told = Telling(turn.now)
        until = told(refund, "resubmit_until_at")
        text = f"{told.quote(decision['text'])}{until}前把新的图发给我，我就替您重新提交。"
        return _ask(turn, agenda, refund, wanted, text, told=told)
    missing = _missing(wanted, [*fresh, *(e for e in refund["evidence"] if e["state"] == "accepted")])
    if missing and not agenda.get("enough"):
        return _ask(turn, agenda, refund, wanted, f"还差{all_of(missing)}。", fresh)
    new_reason = reason if reason != refund["reason"] else None
    rows = [{"label": "退款原因", "value": REASONS[reason]}] if new_reason else []
    text = "新材料有了，我替您重新提交审核，好吗？"
    return _propose(turn, agenda, refund, "resubmit", text, fresh, "重新提交", "确认重交", rows, reason=new_reason)


async def _fresh(turn: Turn, door: Door, refund: Json) -> list[Json]:
    """The good pictures of this conversation that are in no case yet, or only in this order's unfinished one."""
    found = [item for item in await door.pictures() if fits(turn, item, refund["order_no"])]
    return [{"evidence_id": item["evidence_id"], "kinds": item["check"]["kinds"]} for item in reversed(found)]


def _missing(wanted: list[list[str]], there: Sequence[Json]) -> list[list[str]]:
    kinds = {kind for item in there for kind in item["kinds"]}
    return [group for group in wanted if not kinds & set(group) and group != ["other"]]


def _ask(
    turn: Turn, agenda: Json, refund: Json, wanted: list[list[str]], text: str, fresh: Sequence[Json] = (),
    told: Telling | None = None,
) -> Reply:  # fmt: skip
    told = told or Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    told.quote(text)
    there = {kind for item in fresh for kind in item["kinds"]}
    if refund["state"] == "evidence_required":
        text += f"{told(refund, 'supplement_due_at')}前有效。" if not fresh else ""
    card = needs_card(wanted, there) if wanted else None
    choices = [ENOUGH_CHOICE, PERSON] if fresh else [PERSON]
    return say("ask_evidence", text, told, choices, card, asking(agenda, "evidence"))


def _propose(
    turn: Turn, agenda: Json, refund: Json, event: str, text: str, fresh: Sequence[Json], title: str, yes: str,
    rows: Sequence[Json] = (), reason: str | None = None,
) -> Reply:  # fmt: skip
    ids = [item["evidence_id"] for item in fresh]
    names = "、".join(dict.fromkeys(KINDS[item["kinds"][0]] if item["kinds"] else "图片" for item in fresh))
    shown_rows = [*rows, {"label": "材料", "value": f"{names}，共 {len(ids)} 张"}] if ids else list(rows)
    return propose_event(
        turn, agenda, refund, event, text, Telling(turn.now, evidence_ids=ids), title=title, yes=yes, no="再补一张",
        rows=shown_rows, evidence_ids=ids, reason=reason,
    )  # fmt: skip


@after("supply_evidence", "resubmit")
async def supplied(turn: Turn, door: Door, answer: Json) -> Reply:
    """It is with the people again, and until when."""
    refund = answer["refund"]
    if refund["state"] not in {"under_review", "manual_review"}:
        lead = "材料已经放进去了。" if answer["event"] == "supply_evidence" else "已重新提交。"
        return Reply((await shown(turn, door, refund, lead, card=False)).bubbles, None)
    told = Telling(turn.now)
    told.about(refund, "order_no", "state", "path")
    done = "材料已交给审核员" if answer["event"] == "supply_evidence" else "已重新提交"
    text = f"{done}，退款单 {told(refund, 'refund_no')} 继续审核，{told(refund, 'review_due_at')}前给您结果。"
    act = "inform_evidence" if answer["event"] == "supply_evidence" else "inform_submitted"
    return Reply((bubble(act, text, told),), None)


flow(DOING, _go_on, hear, "inform")
