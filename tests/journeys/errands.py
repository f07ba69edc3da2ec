"""What a buyer may want: what it is called in choices and proposals, by which acts it is seen to be done, and how a
buyer moves towards it."""

from dataclasses import dataclass
from typing import Any

INFORMS = frozenset({
    "inform_progress", "inform_eligibility", "inform_decision", "inform_submitted", "inform_evidence", "inform_policy",
    "inform_handoff", "inform_callback", "inform_expedite", "inform_dispute", "inform_arrival", "inform_withdrawn",
})  # fmt: skip
TELLS = INFORMS - {"inform_policy", "inform_handoff", "inform_callback"}
ASKS = frozenset({
    "ask_order", "ask_reason", "ask_fault_date", "ask_evidence", "ask_statement", "ask_phone", "ask_slot",
    "ask_confirm",
})  # fmt: skip


@dataclass(frozen=True)
class Move:
    """What the buyer does: `say` words (several at once in a list), `choose` a value, `send` a picture, `leave`, or
    `wait` for an answer that is late; `yes` where it agrees."""

    how: str
    what: Any = ""
    yes: bool = False


@dataclass(frozen=True)
class Errand:
    """`intent` is a choice's word for it, `titles` its proposals' headings, `done` what is said when it is done; where
    there is a proposal, only after the yes."""

    intent: str
    done: frozenset[str]
    titles: tuple[str, ...] = ()


def _errand(intent: str, done: str, *titles: str) -> Errand:
    return Errand(intent, frozenset(done.split()), titles)


ERRANDS = {
    "file": _errand("file_refund", "inform_submitted", "退款申请"),
    "progress": Errand("check_refund_progress", TELLS),
    "supply": _errand("upload_evidence", "inform_evidence inform_dispute inform_progress", "补充材料"),
    "resubmit": _errand("upload_evidence", "inform_submitted", "重新提交"),
    "appeal": _errand("appeal_rejection", "inform_submitted", "提交申诉"),
    "dispute": _errand("open_dispute", "inform_dispute", "申请平台介入"),
    "logs": _errand("open_dispute", "inform_dispute", "调取交易日志"),
    "expedite": _errand("expedite_review", "inform_expedite", "申请加急"),
    "not_received": _errand("refund_not_received", "inform_arrival", "查询到账"),
    "arrived": _errand("arrival_confirmed", "inform_arrival", "确认到账"),
    "withdraw": _errand("withdraw_refund", "inform_withdrawn", "撤销退款申请", "撤回纠纷"),
    "callback": _errand("request_callback", "inform_callback", "电话回拨"),
    "move_callback": _errand("request_callback", "inform_callback", "回电改期"),
    "cancel_callback": _errand("request_callback", "inform_callback", "取消回电"),
    "human": _errand("request_human", "inform_handoff"),
}


def errand_of(verb: str, of: object) -> Errand:
    """A question is an errand of its own name; free words have none."""
    if verb == "ask":
        return Errand(str(of), INFORMS)
    return ERRANDS.get(verb, Errand("", INFORMS))
