"""How a person's help, or a finished refund, was: asked once each time, answered once (POLICY section 2 G)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class Rating:
    """`about` is handoff or refund, `key` its number; `score` 1 to 5 once it has been given."""

    rating_no: str
    conversation_id: str
    about: str
    key: str
    asked_at: datetime
    agent_id: str | None = None
    score: int | None = None
    rated_at: datetime | None = None
