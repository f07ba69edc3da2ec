"""How a sandbox channel treats a refund, by the names the contract gives (`POST /v1/platform/sandbox/channel`)."""

from dataclasses import dataclass
from datetime import timedelta

# A refund that is not answered with its end comes to it a minute later.
SETTLING = timedelta(seconds=60)


@dataclass(frozen=True)
class Manner:
    """`first` is what the call is answered (None: the line breaks), `last` what it comes to (None: nothing was noted),
    after `settles`; each news of it is told `told` times."""

    first: str | None
    last: str | None
    settles: timedelta = timedelta()
    told: int = 1


MANNERS = {
    "success": Manner("success", "success"),
    "processing": Manner("processing", "success", SETTLING),
    "timeout_after": Manner(None, "success"),
    "timeout_before": Manner(None, None),
    "refused": Manner("refused", "refused", told=0),
    "abnormal": Manner("processing", "abnormal", SETTLING),
    "closed": Manner("processing", "closed", SETTLING),
    "reverse": Manner("success", "abnormal", SETTLING),
    "drop_notify": Manner("processing", "success", SETTLING, told=0),
    "duplicate_notify": Manner("success", "success", told=3),
    "reorder_notify": Manner("processing", "success"),
}

# How long a channel waits before it tells again what was not acknowledged: WeChat Pay's 15 times over 24 h 4 min.
RETELLS_S = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
