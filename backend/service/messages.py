"""A customer speaks: words, or a choice that was offered, appended at once and answered by the owner."""

from ..domain.conversation import Entry
from ..domain.errors import Conflict, NotAllowed
from ..domain.people import Customer
from . import handoffs
from .choices import offered
from .desk import Desk
from .ports import Tx
from .privacy import mask
from .threads import append, conversation_of, proxy
from .turns import RETRY

PERSON = "request_human"


async def say(
    desk: Desk, tx: Tx, customer_id: str, conversation_id: str, client_msg_id: str, text: str | None, choice: str | None
) -> Entry:
    """Append what the customer said. Raises `NotFound`, or `NotAllowed` for a choice that was not offered."""
    conversation = await conversation_of(tx, conversation_id, customer_id, lock=True)
    if conversation.status == "closed":
        raise NotAllowed("这个会话已经结束，请重新打开在线客服。")
    if await tx.entries.count(conversation_id=conversation_id, client_msg_id=client_msg_id, kind="evidence.attached"):
        raise Conflict()  # a picture came under this id
    conversation.status = "open"
    customer: Customer | None = await tx.customers.get(customer_id)
    body = {}
    if choice is not None:
        found = await offered(tx, conversation_id, choice)
        text = found["label"]
        body = {"choice": choice, "_choice": choice}
    entry = await append(
        desk, tx, conversation, "customer.said", "customer", customer.name if customer else "买家",
        text=mask(text or ""), body=body, client_msg_id=client_msg_id,
    )  # fmt: skip
    if choice == RETRY:
        conversation.owed_seq = max(conversation.answered_seq, await _last_owed(tx, conversation_id, entry.seq))
        conversation.noticed_seq = 0
    if choice == PERSON and conversation.owner == "bot" and conversation.noticed_seq > conversation.answered_seq:
        # The assistant is away: a person must be within reach without it.
        await handoffs.request(desk, tx, proxy(customer_id), conversation, "bot_unavailable")
    conversation.waiting_on = "bot" if conversation.owner == "bot" else "agent"
    await handoffs.customer_spoke(desk, tx, conversation, choice)
    return entry


async def _last_owed(tx: Tx, conversation_id: str, before: int) -> int:
    said = await tx.entries.find(conversation_id=conversation_id, kind="customer.said", order="-seq", limit=2)
    return next((e.seq for e in said if e.seq < before), 0)
