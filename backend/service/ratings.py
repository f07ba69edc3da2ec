"""How a person's help, or a finished refund, was: asked once each time, answered once (POLICY section 2 G). Nobody asks
after an end that nobody made."""

from typing import Any

from ..domain.conversation import Conversation, Entry
from ..domain.errors import NotAllowed
from ..domain.rating import Rating
from .desk import Desk
from .ports import Tx
from .threads import append, conversation_of


async def ask(
    desk: Desk, tx: Tx, conversation: Conversation, about: str, key: str, agent_id: str | None = None
) -> dict[str, Any]:
    """The card that asks; only the latest question of a conversation can be answered."""
    rating = Rating(desk.number("G"), conversation.conversation_id, about, key, desk.now(), agent_id)
    tx.ratings.add(rating)
    return {"type": "rating", "rating_no": rating.rating_no, "about": about}


async def rate(desk: Desk, tx: Tx, customer_id: str, conversation_id: str, score: int) -> Entry:
    """Keep the score of 1 to 5. Raises `NotFound`, or `NotAllowed` where none was asked for or it has been given."""
    conversation = await conversation_of(tx, conversation_id, customer_id, lock=True)
    asked = await tx.ratings.find(conversation_id=conversation_id, order="-asked_at", limit=1, lock=True)
    if not asked:
        raise NotAllowed("现在没有可以评价的接待。", machine="handoff", event="rate")
    if asked[0].score is not None:
        raise NotAllowed("您已经评价过了，谢谢。", machine="handoff", event="rate")
    asked[0].score, asked[0].rated_at = score, desk.now()
    return await append(desk, tx, conversation, "handoff.rated", "system", "系统", body={"facts": {"score": score}})
