"""Anybody does anything, legal or not, in any order, while channels misbehave, processes die and time jumps: the
invariants hold after every step (POLICY section 3)."""

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.domain.errors import Refusal
from backend.domain.refund import REFUND
from backend.domain.wording import REASONS
from backend.service.buyer_events import BUYER_EVENTS
from backend.service.reviews import STAFF_EVENTS
from tests.backend.conftest import fresh_from
from tests.backend.desk import CHANNELS, DAY, HOUR, MINUTE, SECOND
from tests.backend.invariants import check

from .world import ACTORS, WHO, World

BEHAVIOURS = ("processing", "timeout_after", "timeout_before", "refused", "abnormal", "closed", "reverse")
WORDS = ("success", "processing", "abnormal", "closed", "refused", "reversed")
SPANS = (SECOND, SECOND, 5 * MINUTE, 5 * MINUTE, 3 * HOUR, DAY, 4 * DAY, 9 * DAY)
which = st.integers(min_value=0, max_value=99)


class Life(RuleBasedStateMachine):
    """`make` makes the world it is lived in; `seen` counts the events of refunds."""

    make: ClassVar[Callable[[], World]]
    seen: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make()

    @initialize(behaviour=st.sampled_from(BEHAVIOURS))
    def first(self, behaviour: str) -> None:
        """A quick one, a reviewed one, a large one on two payments, and a fault."""
        world = self.world
        for fen, legs, express, shipped, who in (
            (9800, 1, True, False, 0), (50_000, 1, False, False, 0), (1_000_000, 2, False, False, 1),
            (9800, 1, False, True, 1),
        ):  # fmt: skip
            order_no = world.order(fen, legs, express, shipped, WHO[who])
            world.behave(order_no, behaviour)
            world.file(order_no, "service_fault" if shipped else "undelivered")

    @rule(fen=st.sampled_from([1, 49_999, 50_000, 1_000_000]), legs=st.integers(1, 3), express=st.booleans(),
          shipped=st.booleans(), who=st.sampled_from(WHO))  # fmt: skip
    def order(self, fen: int, legs: int, express: bool, shipped: bool, who: str) -> None:
        order_no = self.world.order(fen, legs, express, shipped, who)
        self.world.file(order_no, "service_fault" if shipped else "undelivered", share=legs)

    @rule(n=which, reason=st.sampled_from(sorted(REASONS)), share=st.integers(1, 3))
    def file_again(self, n: int, reason: str, share: int) -> None:
        self.world.file(list(self.world.orders)[n % len(self.world.orders)], reason, share)

    @rule(n=which, pick=which, share=st.sampled_from([None, None, 2]))
    def legal(self, n: int, pick: int, share: int | None) -> None:
        """What the tables have for one of the cases; guards may refuse it still."""
        if (refund := self.world.live(n)) and (choices := self.world.legal(refund)):
            role, event = choices[pick % len(choices)]
            self.world.do(refund, role, event, max(1, (refund.amount_fen or 2) // share) if share else None)

    @rule(n=which, event=st.sampled_from(["approve", "approve", "reject", "request_evidence"]))
    def review(self, n: int, event: str) -> None:
        if refund := self.world.live(n, "under_review", "manual_review"):
            self.world.do(refund, "senior_reviewer", event)

    @rule(n=which, pick=which)
    def further(self, n: int, pick: int) -> None:
        """The rarer states get their turn too."""
        rare = self.world.live(n, "disputed", "appeal_review", "evidence_required", "payout_exception", "rejected",
                               "arrival_inquiry", "refunded")  # fmt: skip
        if rare and (choices := self.world.legal(rare)):
            self.world.do(rare, *choices[pick % len(choices)])

    @rule(n=which, role=st.sampled_from(ACTORS[1:5]), event=st.sampled_from(STAFF_EVENTS))
    def any_staff(self, n: int, role: str, event: str) -> None:
        if refund := self.world.live(n):
            self.world.do(refund, role, event)

    @rule(n=which, event=st.sampled_from(BUYER_EVENTS))
    def any_buyer(self, n: int, event: str) -> None:
        if refund := self.world.live(n):
            self.world.do(refund, "customer", event)

    @rule(n=which)
    def stranger(self, n: int) -> None:
        """Another buyer finds nothing, whatever they ask (I14)."""
        if refund := self.world.live(n):
            other = WHO[1 - WHO.index(refund.customer_id)]
            with pytest.raises(Refusal) as refused:
                self.world.run(self.world.office.buyer(refund.refund_no, "cancel", customer_id=other))
            assert refused.value.code == "not_found"

    @rule(n=which, behaviour=st.sampled_from(BEHAVIOURS), channel=st.sampled_from(CHANNELS[:3]))
    def channel(self, n: int, behaviour: str, channel: str) -> None:
        self.world.behave(list(self.world.orders)[n % len(self.world.orders)], behaviour, channel)

    @rule(n=which)
    def bank_returns(self, n: int) -> None:
        if paid := self.world.read("payouts", state="succeeded"):
            self.world.bank_returns(paid[n % len(paid)])

    @rule(n=which, part=which)
    def bank_takes(self, n: int, part: int) -> None:
        """A chargeback, whatever has become of the payment (A26)."""
        self.world.charge_back(list(self.world.orders)[n % len(self.world.orders)], part)

    @rule(n=which, event=st.sampled_from(["lift", "lose"]))
    def bank_decides(self, n: int, event: str) -> None:
        if opened := self.world.read("chargebacks", state="open"):
            self.world.end_chargeback(opened[n % len(opened)].chargeback_no, event)

    @rule(n=which)
    def redirect(self, n: int) -> None:
        if stuck := self.world.read("payouts", state="abnormal"):
            self.world.attempt(self.world.office.redirect(stuck[n % len(stuck)].payout_no))

    @rule(n=which, word=st.sampled_from(WORDS))
    def callback_twice(self, n: int, word: str) -> None:
        """The channel's word arrives twice, whatever it is and whenever (I4)."""
        if known := self.world.read("payouts"):
            for _ in range(2):
                self.world.callback(known[n % len(known)].payout_no, word)

    @rule()
    def work(self) -> None:
        self.world.run(self.world.office.drain())

    @rule(span=st.sampled_from(SPANS))
    def time_passes(self, span: object) -> None:
        self.world.run(self.world.office.wait(span))  # type: ignore[arg-type]

    @rule(span=st.sampled_from(SPANS[:5]))
    def sender_is_dead(self, span: object) -> None:
        """Timers fire, nothing is sent: as after a crash between commit and send."""
        office = self.world.office
        self.world.run(office.clock.set(office.clock.now() + span))  # type: ignore[operator]
        self.world.run(office.fire_due())

    @rule(n=which, one=which, two=which)
    def two_at_once(self, n: int, one: int, two: int) -> None:
        if (refund := self.world.live(n)) and (choices := self.world.legal(refund)):
            self.world.race(refund, choices[one % len(choices)], choices[two % len(choices)])

    @invariant()
    def holds(self) -> None:
        self.world.run(check(self.world.office.desk))

    def teardown(self) -> None:
        office = self.world.office
        self.world.run(office.wait(DAY))
        self.world.run(check(office.desk))
        self.seen.update(row.event for row in self.world.read("audit", machine="refund"))
        self.world.close()


def test_anything_in_any_order(template: Path, request: pytest.FixtureRequest) -> None:
    """Few examples in every run, the same ones; `--hypothesis-profile=thorough` looks further and wherever it likes."""
    loop, Life.seen = asyncio.new_event_loop(), Counter()
    thorough = request.config.getoption("--hypothesis-profile") == "thorough"
    few = settings(settings.get_profile("backend"), max_examples=8, stateful_step_count=30, database=None)
    many = settings(settings.get_profile("backend"), max_examples=150, stateful_step_count=40)
    with tempfile.TemporaryDirectory(prefix="refund-desk-") as folder:
        places = (Path(folder) / str(number) for number in itertools.count())
        Life.make = lambda: World(fresh_from(template), next(places), loop)
        run_state_machine_as_test(Life if thorough else seed(1)(Life), settings=many if thorough else few)
    loop.close()
    reached = {event for event in REFUND.events if Life.seen[event]}
    assert {"approve", "reject", "payout_succeeded", "payout_exception", "open_dispute"} <= reached
