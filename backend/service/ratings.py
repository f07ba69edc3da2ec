"""How a person's help was: asked once after it, answered once (POLICY section 2 G)."""

from ..domain.conversation import Entry
from ..domain.errors import NotAllowed
from .desk import Desk
from .ports import Tx
from .threads import append, conversation_of


async def rate(desk: Desk, tx: Tx, customer_id: str, conversation_id: str, score: int) -> Entry:
    """Keep the score of 1 to 5. Raises `NotFound`, or `NotAllowed` where none was asked for or it has been given."""
    conversation = await conversation_of(tx, conversation_id, customer_id, lock=True)
    if not conversation.rating_asked:
        raise NotAllowed("现在没有可以评价的接待。", machine="handoff", event="rate")
    if conversation.rating is not None:
        raise NotAllowed("您已经评价过了，谢谢。", machine="handoff", event="rate")
    conversation.rating = score
    return await append(desk, tx, conversation, "handoff.rated", "system", "系统", body={"facts": {"score": score}})
