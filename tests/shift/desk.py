"""Buyers who come and colleagues who serve, over the real doors, on a clock that is moved from one moment to the next.
Chance decides when they come, how fast they react and how long it takes; the seed decides chance."""

import asyncio
import contextlib
import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

from backend.domain.moment import SHANGHAI
from tests.backend.api.doors import Caller, Doors

AGENT = "/v1/agent"
PUT_OFF = ("handoff.deferred", "handoff.deferred_late")
QUARTER = timedelta(minutes=15)
Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Manners:
    """Means in seconds; of those who are told of the three ways on `stays` stay in the line, `calls` want a call."""

    arrivals_per_hour: float = 60
    reacts_s: float = 7
    misses: float = 0.02
    first_word_s: float = 8
    handles_s: float = 300
    thinks_s: float = 20
    stays: float = 0.6
    calls: float = 0.25
    break_every_s: float = 3600
    break_s: float = 480


@dataclass
class Shift:
    """`names` serve; `tell` hears every quarter of an hour how far it has come. `outcomes` is what the buyers came away
    with."""

    doors: Doors
    names: list[str]
    hours: float
    manners: Manners
    chance: random.Random
    tell: Callable[[str], None] = lambda words: None
    outcomes: dict[str, str] = field(default_factory=dict)
    events: int = 0

    def __post_init__(self) -> None:
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()
        self._callers: dict[str, Caller] = {}
        self._buyers: dict[str, str] = {}
        self._seen: dict[str, int] = {}
        self._rung: dict[str, int] = {}
        self._offers: set[tuple[str, str]] = set()

    @property
    def now(self) -> datetime:
        return self.doors.now()

    def after(self, mean_s: float, act: Act, spread: float = 0.5) -> None:
        """Do that later: around so many seconds, rarely much longer."""
        later = self.chance.lognormvariate(0, spread) * mean_s
        self.at(self.now + timedelta(seconds=later), act)

    def at(self, moment: datetime, act: Act) -> None:
        heapq.heappush(self._agenda, (moment, next(self._order), act))

    async def run(self) -> None:
        """Until everybody who came in these hours has come away with something."""
        for name in self.names:
            self._callers[name] = await self.doors.staff(name)
        pages = [asyncio.create_task(self._page(name)) for name in self.names]
        try:
            for name in self.names:
                await self._presence(name, "online")
                self.after(self.manners.break_every_s, lambda name=name: self._leaves(name))  # type: ignore[misc]
            arrival = quarter = self.now
            end = self.now + timedelta(hours=self.hours)
            while (arrival := arrival + self._gap()) < end:
                self.at(arrival, self._comes)
            while self._agenda:
                moment, _, act = heapq.heappop(self._agenda)
                if moment > end and all(self.outcomes.get(name) for name in self._buyers):
                    return
                if moment > quarter:
                    quarter += QUARTER
                    hour = f"{moment.astimezone(SHANGHAI):%H:%M}"
                    self.tell(f"{hour}: {len(self._buyers)} came, {len(self.outcomes)} have come away")
                await self.doors.platform.post("/v1/platform/clock", {"now": max(moment, self.now).isoformat()})
                await act()
                await self._look_round()
                self.events += 1
        finally:
            for page in pages:
                page.cancel()
            await asyncio.gather(*pages, return_exceptions=True)

    def _gap(self) -> timedelta:
        return timedelta(hours=self.chance.expovariate(self.manners.arrivals_per_hour))

    async def _page(self, name: str) -> None:
        """The colleague's page, open all day."""
        headers = {"Authorization": f"Bearer {self._callers[name]._token}"}
        forever = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=forever, headers=headers) as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.doors.base}{AGENT}/stream") as answer:
                        async for _ in answer.content:
                            pass

    # Buyers.

    async def _comes(self) -> None:
        """A buyer opens the window, and 小云 asks for a person in their name."""
        who = f"buyer-{len(self._buyers) + 1:03}"
        me = self.doors.customer(who)
        name = (await me.post("/v1/customer/conversations"))["conversation_id"]
        self._buyers[name] = who
        await me.get(f"/v1/customer/conversations/{name}/entries", settled="true", wait_ms=5000)
        await self._asks(name)

    def _buyer(self, name: str) -> Caller:
        """With a fresh token: a page asks its host for one before the last runs out."""
        return self.doors.customer(self._buyers[name])

    async def _asks(self, name: str) -> None:
        path = f"/v1/actions/conversations/{name}/handoff"
        await self.doors.actions.post(path, {"reason_code": "customer_request"})

    async def _decides(self, name: str) -> None:
        """The three ways on: stay in the line, be called, or go on with 小云."""
        me = self._buyer(name)
        entries = (await me.get(f"/v1/customer/conversations/{name}/entries"))["entries"]
        kinds = [e["kind"] for e in entries if e["kind"].startswith("handoff.")]
        if kinds[-1] not in PUT_OFF:
            return
        draw = self.chance.random()
        if draw < self.manners.stays:
            await self._asks(name)
        elif draw < self.manners.stays + self.manners.calls:
            slots = (await me.get("/v1/customer/callback-slots"))["items"]
            wish = {"phone": "13800000000", "message": "请回电", **slots[0]}
            await me.post("/v1/customer/callbacks", wish)
            self.outcomes[name] = "callback"
        else:
            self.outcomes[name] = "小云"

    # Colleagues.

    async def _presence(self, name: str, state: str) -> None:
        await self._callers[name].post(f"{AGENT}/presence", {"state": state})

    async def _leaves(self, name: str) -> None:
        await self._presence(name, "away")
        self.after(self.manners.break_s, lambda: self._comes_back(name), 0.2)

    async def _comes_back(self, name: str) -> None:
        await self._presence(name, "online")
        self.after(self.manners.break_every_s, lambda: self._leaves(name))

    async def _accepts(self, name: str, talk: str) -> None:
        self._offers.discard((name, talk))
        if (await self._callers[name].post(f"{AGENT}/conversations/{talk}/accept")).status == 200:
            self.after(self.manners.first_word_s, lambda: self._says(name, talk))

    async def _says(self, name: str, talk: str) -> None:
        body = {"client_msg_id": f"{name}-{talk}", "text": "您好，我来看看"}
        if (await self._callers[name].post(f"{AGENT}/conversations/{talk}/messages", body)).status == 202:
            self.after(self.manners.handles_s, lambda: self._ends(name, talk), 0.6)

    async def _ends(self, name: str, talk: str) -> None:
        path = f"{AGENT}/conversations/{talk}/resolve"
        if (await self._callers[name].post(path, {"outcome": "solved"})).status == 200:
            self.outcomes[talk] = "person"
        elif talk not in self.outcomes:
            self.outcomes[talk] = "went quiet"

    async def _look_round(self) -> None:
        """Whoever is offered somebody reacts, mostly; whoever is told of the three ways on thinks about them."""
        line = await self._callers[self.names[0]].get(f"{AGENT}/queue")
        for one in line["items"]:
            offer = (one["offered_to"], one["conversation_id"])
            if one["handoff_state"] == "offered" and offer not in self._offers:
                self._offers.add(offer)
                if self.chance.random() >= self.manners.misses:
                    self.after(self.manners.reacts_s, lambda offer=offer: self._accepts(*offer))  # type: ignore[misc]
                else:
                    self.after(31, lambda offer=offer: self._forgets(offer), 0)  # type: ignore[misc]
        for name in self._buyers:
            # The bell that wakes the window's stream; a window that nothing has rung for has nothing to read.
            rung = self.doors.house.desk.bell.count(name)
            if name not in self.outcomes and rung != self._rung.get(name):
                self._rung[name] = rung
                await self._hears(name, self._buyer(name))

    async def _forgets(self, offer: tuple[str, str]) -> None:
        self._offers.discard(offer)

    async def _hears(self, name: str, me: Caller) -> None:
        path = f"/v1/customer/conversations/{name}/entries"
        entries = (await me.get(path, after_seq=self._seen.get(name, 0)))["entries"]
        self._seen[name] = max([self._seen.get(name, 0), *(e["seq"] for e in entries)])
        if any(e["kind"] in PUT_OFF for e in entries):
            self.after(self.manners.thinks_s, lambda: self._decides(name))
