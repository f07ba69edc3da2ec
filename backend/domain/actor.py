"""Who does a thing. The bot acts only as the customer's proxy, and is named as such in the audit."""

from dataclasses import dataclass

STAFF_ROLES = (
    "agent",
    "reviewer",
    "senior_reviewer",
    "adjudicator",
    "senior_adjudicator",
    "finance",
    "supervisor",
    "operator",
)

# A senior may do what the junior may; nothing else is inherited.
_ALSO = {"senior_reviewer": "reviewer", "senior_adjudicator": "adjudicator"}


@dataclass(frozen=True)
class Actor:
    """`role` is the word the transition tables use; `id` names the person or part; `on_behalf_of` a customer id."""

    role: str
    id: str
    on_behalf_of: str | None = None
    name: str | None = None

    @property
    def roles(self) -> frozenset[str]:
        """Every table role this actor may act in."""
        return frozenset({self.role, _ALSO.get(self.role, self.role)})

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES


SYSTEM = Actor("system", "system")
TIMER = Actor("timer", "timer")
CHANNEL = Actor("channel", "channel")
PAYOUT = Actor("payout", "payout")
DISPUTE = Actor("dispute", "dispute")
OUTBOX = Actor("outbox", "outbox")
ASSIGNER = Actor("assigner", "assigner")
