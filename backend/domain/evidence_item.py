"""An uploaded picture, what the check made of it, and by what it is found again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

HELD = timedelta(minutes=5)  # three readings of 15 s and the pauses between take one; the rest is the line before them


@dataclass(eq=False)
class EvidenceItem:
    """`check` is the contract's verdict; `file` the random name on disk; `fingerprint` finds reuse.

    `kept_from_at` is the last moment at which the picture is known to have been needed: its days of keeping count from
    there. `removed_at` says when its files were deleted; the verdict outlives them.
    """

    evidence_id: str
    customer_id: str
    sha256: str
    file: str
    thumbnail: str
    media_type: str
    width: int
    height: int
    bytes: int
    uploaded_at: datetime
    conversation_id: str | None = None
    order_no: str | None = None
    refund_no: str | None = None
    dispute_no: str | None = None
    merchant_id: str | None = None
    hint_kind: str | None = None
    state: str = "pending"
    kinds: list[str] = field(default_factory=list)
    check: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] | None = None
    fingerprint: dict[str, Any] | None = None
    flags: list[dict[str, Any]] = field(default_factory=list)
    checked_at: datetime | None = None
    kept_from_at: datetime | None = None
    removed_at: datetime | None = None

    def __post_init__(self) -> None:
        self.kept_from_at = self.kept_from_at or self.uploaded_at

    def held(self, now: datetime) -> bool:
        """Whether only who sent it may see it: it is not checked yet, and may show a card's secret (I29). A check that
        does not come through keeps it from nobody for longer than `HELD`."""
        return self.state == "pending" and now < self.uploaded_at + HELD


@dataclass(eq=False)
class EvidenceMark:
    """Something that two uses of one picture have in common (`domain/evidence/reuse.py: marks`), and who has it."""

    mark: str
    evidence_id: str
