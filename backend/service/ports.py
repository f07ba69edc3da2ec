"""What the use cases need of the outside, as Protocols. store/ and gateways/ implement them; nothing here does I/O."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from ..domain.callback import Callback
from ..domain.chargeback import Chargeback
from ..domain.compensation import Compensation
from ..domain.conversation import Conversation, Entry
from ..domain.dispute import Dispute
from ..domain.evidence_item import EvidenceItem, EvidenceMark
from ..domain.expedite import Expedite
from ..domain.handoff import Handoff
from ..domain.journal import AuditRow, Command, LedgerLine, OutboxItem, PlatformEvent, Setting, Timer
from ..domain.opening import Opening
from ..domain.payout import Obligation, Payout
from ..domain.people import Customer, Merchant, OrderRow, StaffMember, StaffSession
from ..domain.rating import Rating
from ..domain.refund import Refund
from ..domain.reply import Reply

T = TypeVar("T")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware UTC: the only clock any rule reads."""


class Repository(Protocol[T]):
    """One noun's rows inside one transaction. `lock` takes the row lock before the caller checks anything."""

    async def get(self, *key: Any, lock: bool = False) -> T | None: ...

    async def find(
        self, *, order: str | None = None, limit: int | None = None, lock: bool = False,
        skip_locked: bool = False, since: tuple[str, Any] | None = None, **where: Any,
    ) -> list[T]:  # fmt: skip
        """Equality on every given column; a list or tuple means "one of". `order` is a column, "-" before it: down;
        `since` a column and the least value that counts. `skip_locked` leaves out what another transaction holds."""

    async def count(self, **where: Any) -> int: ...

    def add(self, item: T) -> None: ...

    async def remove(self, item: T) -> None: ...


class Conversations(Repository[Conversation], Protocol):
    async def going_on(self, customer_id: str) -> Conversation | None:
        """The customer's conversation that is not closed, locked; asked for once, None too."""

    async def with_customer(
        self, conversation_id: str, lock: bool = False
    ) -> tuple[Conversation, Customer | None] | None:
        """A conversation and whose it is, in one question; `lock` takes the conversation's row."""

    async def since(
        self, conversation_id: str, seq: int | None = None, last_of: str | None = None
    ) -> tuple[Conversation, Customer | None, list[Entry]] | None:
        """The same with the entries after a number (left out: after what the assistant has answered), and with the
        newest entry of the author type `last_of`, however old; in their order."""


class Entries(Repository[Entry], Protocol):
    async def after(self, conversation_id: str, seq: int, limit: int = 500) -> list[Entry]: ...


class Timers(Repository[Timer], Protocol):
    async def due(self, now: datetime) -> Timer | None:
        """The armed timer that became due first, not locked; None when nothing is due."""

    async def next_at(self) -> datetime | None: ...

    async def disarm(self, machine: str, key: str) -> None: ...


class Outbox(Repository[OutboxItem], Protocol):
    async def due(self, now: datetime) -> OutboxItem | None:
        """The unsent item due first whose lease is free, locked for this transaction alone."""

    async def next_at(self) -> datetime | None: ...

    async def release(self) -> None:
        """Free what a process that is gone had leased."""


class Events(Repository[PlatformEvent], Protocol):
    async def after(self, seq: int, limit: int) -> list[PlatformEvent]: ...


class Tx(Protocol):
    """One database transaction: its repositories, and what to do once it has committed."""

    customers: Repository[Customer]
    merchants: Repository[Merchant]
    orders: Repository[OrderRow]
    staff: Repository[StaffMember]
    staff_sessions: Repository[StaffSession]
    conversations: Conversations
    entries: Entries
    refunds: Repository[Refund]
    obligations: Repository[Obligation]
    payouts: Repository[Payout]
    disputes: Repository[Dispute]
    compensations: Repository[Compensation]
    expedites: Repository[Expedite]
    callbacks: Repository[Callback]
    chargebacks: Repository[Chargeback]
    handoffs: Repository[Handoff]
    ratings: Repository[Rating]
    replies: Repository[Reply]
    openings: Repository[Opening]
    evidence: Repository[EvidenceItem]
    marks: Repository[EvidenceMark]
    timers: Timers
    outbox: Outbox
    audit: Repository[AuditRow]
    events: Events
    commands: Repository[Command]
    settings: Repository[Setting]
    ledger: Repository[LedgerLine]

    async def head(self, name: str) -> Setting:
        """The setting of that name, made if there is none: locked until commit, and looked up once."""

    async def next_number(self, name: str) -> int:
        """The next number of a gapless sequence; holds its row's lock until commit."""

    def after_commit(self, act: Callable[[], None]) -> None:
        """Run `act` once the transaction has committed, never if it rolls back."""


class Clash(Exception):
    """Another transaction was there first (the same key, a deadlock): nothing was written; trying again helps."""


class Store(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """A writing transaction, committed on leaving, rolled back on any exception. Raises `Clash`."""

    def reading(self) -> AbstractAsyncContextManager[Tx]:
        """A snapshot for reading; what is written in it is thrown away."""


class Bell(Protocol):
    """Wakes those who wait for something new under a name (a conversation id, "queue", …)."""

    def ring(self, name: str) -> None: ...

    async def wait(self, name: str, seen: int, timeout_s: float) -> int:
        """Return the count of rings once it differs from `seen`, or after the time."""

    def count(self, name: str) -> int: ...


class Assistant(Protocol):
    """小云. Raises `AssistantDown` when it cannot answer (dead, slow, empty)."""

    async def turn(self, sender: str, message: str, context: dict[str, Any]) -> list[dict[str, Any]]: ...


class AssistantDown(Exception):
    pass


class ChannelAnswer(Protocol):
    """`kind` success|processing|refused|abnormal|closed|reversed|not_found; the unknown raises `ChannelSilent`."""

    @property
    def kind(self) -> str: ...

    @property
    def refund_id(self) -> str | None: ...

    @property
    def detail(self) -> str | None: ...

    @property
    def at(self) -> datetime | None: ...

    @property
    def expected_at(self) -> datetime | None:
        """When the bank expects the money, where the channel says so."""


class ChannelSilent(Exception):
    """Timeout, 5xx, or a broken answer: the truth is unknown and must be asked for, never assumed."""


class Channel(Protocol):
    """A payment channel, by our permanent refund number (POLICY section 2.9)."""

    async def refund(self, payout: Payout) -> ChannelAnswer: ...

    async def query(self, payout: Payout) -> ChannelAnswer: ...


@runtime_checkable
class Redirects(Protocol):
    """A channel that can be told, too, where an abnormal refund shall go."""

    async def redirect(self, payout: Payout) -> ChannelAnswer:
        """Send an abnormal refund on to the verified account, under the same number (A13)."""


class Webhooks(Protocol):
    async def post(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> None:
        """Deliver once, signed. Raises unless the receiver acknowledged."""


class Dialler(Protocol):
    async def dial(self, call_id: str, phone: str, username: str, at: datetime) -> None:
        """Ring this agent and then this number (E.164), once per `call_id`. Raises when nobody could be asked to."""


class Files(Protocol):
    """Bytes under random names, outside the web root."""

    async def save(self, data: bytes, suffix: str) -> str: ...

    async def load(self, name: str) -> bytes: ...

    async def replace(self, name: str, data: bytes) -> None: ...

    async def delete(self, name: str) -> None: ...


class Supplier(Protocol):
    """Whoever issued a code or a top-up, reached through the host platform (S17). Both calls may be repeated under the
    same refund number. Raises `SupplierSilent` when the truth is unknown."""

    async def revoke(self, order: OrderRow, refund_no: str) -> bool:
        """Make an unused code worthless. False when that cannot be done: it has been used, or is none of theirs."""

    async def restore(self, order: OrderRow, refund_no: str) -> None:
        """Make it good again."""


class SupplierSilent(Exception):
    pass


class PageReader(Protocol):
    """Reads the words on a picture (OCR). Never raises for a bad picture: an empty page is an answer."""

    async def read(self, picture: bytes) -> Any: ...
