"""A customer speaks: words, or a choice that was offered, appended at once and answered by the owner."""

from ..domain.conversation import Conversation, Entry
from ..domain.errors import Conflict, NotAllowed, NotFound
from . import handoffs
from .choices import offered
from .desk import Desk
from .engine import digest
from .ports import Tx
from .privacy import mask
from .threads import append, asks, proxy
from .turns import NAME, RETRY

PERSON = "request_human"
ANSWERED = "刚才的问题上面已经答复您了。还有什么需要，直接告诉我就好。"


async def say(
    desk: Desk, tx: Tx, customer_id: str, conversation_id: str, client_msg_id: str, text: str | None, choice: str | None
) -> Entry:
    """Append what the customer said; the same again under the same id is the entry of then (I15).

    Raises `NotFound`, `NotAllowed` for a choice that was not offered, `Conflict` for something else under an old id.
    """
    talk = await tx.conversations.with_customer(conversation_id, lock=True)
    if talk is None or talk[0].customer_id != customer_id:
        raise NotFound("没有找到这个会话。")
    conversation, customer = talk
    mark = digest([text, choice])
    known = await tx.entries.find(
        conversation_id=conversation_id, client_msg_id=client_msg_id, author_type="customer", limit=1
    )
    if known and known[0].body.get("_mark") != mark:
        raise Conflict()
    if known:
        return known[0]
    if conversation.status == "closed":
        raise NotAllowed("这个会话已经结束，请重新打开在线客服。")
    conversation.status = "open"
    body = {"_mark": mark}
    if choice is not None:
        found = await offered(tx, conversation_id, choice)
        text = found["label"]
        body |= {"choice": choice, "_choice": choice}
    entry = await append(
        desk, tx, conversation, "customer.said", "customer", customer.name if customer else "买家",
        text=mask(text or ""), body=body, client_msg_id=client_msg_id,
    )  # fmt: skip
    if choice == RETRY and conversation.owner == "bot":
        await _try_again(desk, tx, conversation, entry)
    if choice == PERSON and conversation.owner == "bot" and conversation.noticed_seq > conversation.answered_seq:
        # The assistant is away: a person must be within reach without it.
        await handoffs.request(desk, tx, proxy(customer_id), conversation, "bot_unavailable")
    conversation.waiting_on = "bot" if conversation.owner == "bot" else "agent"
    if conversation.owner != "bot":
        await handoffs.customer_spoke(desk, tx, conversation, choice)
    return entry


async def _try_again(desk: Desk, tx: Tx, conversation: Conversation, entry: Entry) -> None:
    """What is still owed is tried again; where nothing is, the answer has come meanwhile, and that is said."""
    later = await tx.entries.after(conversation.conversation_id, conversation.answered_seq)
    owing = [e.seq for e in later if asks(e) and e.seq < entry.seq and e.body.get("_choice") != RETRY]
    conversation.noticed_seq = 0
    conversation.owed_seq = max([conversation.answered_seq, *owing])
    if not owing:
        body = {"act": "ask_topic", "facts": {}, "_epoch": conversation.owner_epoch}
        await append(desk, tx, conversation, "bot.said", "bot", NAME, text=ANSWERED, body=body)
