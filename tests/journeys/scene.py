"""One task's corner of the house: its buyer, orders and cases, and everything that is done to them outside the talk."""

import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.live import Caller, LiveHouse, Refused

from .goods import GOODS, SHANGHAI, body, moment, order_number
from .line import Line
from .pictures import picture
from .task import Step, Task

Json = dict[str, Any]
PATIENCE_S = 20.0


class House:
    """The live house with its staff signed in and the hour of its clock."""

    def __init__(self, live: LiveHouse) -> None:
        self.live = live
        self.platform = live.platform
        self._staff: dict[str, Caller] = {}
        self._set, self._at = datetime.now(SHANGHAI), time.monotonic()
        self.policy: Json = self.platform.get("/v1/platform/policy")

    def now(self) -> datetime:
        return self._set + timedelta(seconds=time.monotonic() - self._at)

    def move(self, to: datetime) -> None:
        told = self.platform.post("/v1/platform/clock", {"now": to.isoformat()})["now"]
        self._set, self._at = datetime.fromisoformat(told).astimezone(SHANGHAI), time.monotonic()

    def staff(self, role: str) -> Caller:
        if role not in self._staff:
            self._staff[role] = self.live.staff(role)
        return self._staff[role]

    def duty(self, state: str) -> None:
        """Who sits at the desk: nobody, or an agent."""
        self.staff("agent").post("/v1/agent/presence", {"state": state})


class Scene:
    """The world around one buyer. `meet` is called where the clock is to move, so that others may move with it."""

    def __init__(self, house: House, task: Task, meet: Callable[[datetime], None]) -> None:
        self.house, self.task, self._meet = house, task, meet
        self.begun = house.now()
        self.customer_id = f"j-{uuid.uuid4().hex[:12]}"
        self.me = house.live.customer(self.customer_id)
        self.line: Line | None = None
        self.last: list[Json] = []
        self.bodies: dict[str, Json] = {}
        house.platform.put(
            f"/v1/platform/customers/{self.customer_id}", {"name": "沈云", "standing": task.standing}
        )
        for letter, line in task.orders.items():
            number = order_number()
            made = body(self.customer_id, {**line, "order_no": number}, self.begun)
            house.platform.put(f"/v1/platform/orders/{number}", made)
            self.bodies[letter] = made | {"order_no": number, "called": GOODS[line["goods"]][1]}

    def saw(self, said: list[Json]) -> None:
        """The newest of 小云's entries are on the buyer's screen."""
        self.last = said or self.last

    @property
    def shown(self) -> list[Json]:
        """The choices on the screen."""
        return [choice for entry in self.last for choice in entry.get("choices") or []]

    def owner(self) -> str:
        """Whose the talk is."""
        return self.line.owner() if self.line is not None else "bot"

    # What the buyer knows of their own things.

    def number(self, letter: str) -> str:
        return str(self.bodies[letter]["order_no"])

    def refunds(self, letter: str) -> list[Json]:
        """The order's filed cases, newest first."""
        mine = self.me.get("/v1/customer/refunds")["items"]
        return [item for item in mine if item["order_no"] == self.number(letter)]

    def refund(self, letter: str) -> Json:
        """The order's newest case, whole; empty where there is none."""
        found = self.refunds(letter)
        return dict(self.me.get(f"/v1/customer/refunds/{found[0]['refund_no']}")) if found else {}

    def callbacks(self) -> list[Json]:
        return list(self.me.get("/v1/customer/callbacks")["items"])

    def picture(self, line: Any, default: str) -> bytes:
        """`order_screenshot`, or `{kind, of: b, spoilt: amount}`."""
        line = {"kind": line} if isinstance(line, str) else line
        return picture(line["kind"], self.bodies[line.get("of", default)], line.get("spoilt"))

    # What happens outside the talk.

    def do(self, step: Step) -> None:
        getattr(self, f"_{step.verb}")(step.of, **step.args)

    def _filed(self, letter: str, reason: str, send: list[Any] = [], **more: Any) -> None:  # noqa: B006
        ids = [self._sent(line, letter) for line in send]
        claim = {"order_no": self.number(letter), "reason": reason, "evidence_ids": ids, **more}
        try:
            self.me.post("/v1/customer/refunds", claim)
        except Refused as refused:
            if refused.body.get("code") != "ineligible":
                raise

    def _sent(self, line: Any, letter: str) -> str:
        """A picture that came before the talk, with the order named."""
        self.line = self.line or Line(self.house.live, self.customer_id)
        return self.line.upload(self.picture(line, letter), order_no=self.number(letter))

    def _event(self, letter: str, do: str, send: list[Any] = [], **more: Any) -> None:  # noqa: B006
        ids = [self._sent(line, letter) for line in send]
        path = f"/v1/customer/refunds/{self.refund(letter)['refund_no']}/events"
        self.me.post(path, {"event": do, "evidence_ids": ids, **more})

    def _booked(self, slot: str, phone: str = "13800006677", message: str = "问退款进度") -> None:
        at = moment(slot, self.house.now()).isoformat()
        self.me.post("/v1/customer/callbacks", {"phone": phone, "slot_start_at": at, "message": message})

    def _staff(self, letter: str, do: str, role: str = "reviewer", **more: Any) -> None:
        number = self.refund(letter)["refund_no"]
        self.house.staff(role).post(f"/v1/agent/refunds/{number}/events", {"event": do, **more})

    def _ruling(self, letter: str, do: str, **more: Any) -> None:
        number = self.refund(letter)["dispute"]["dispute_no"]
        self.house.staff("adjudicator").post(f"/v1/agent/disputes/{number}/events", {"event": do, **more})

    def _ticket(self, letter: str, do: str) -> None:
        number = self.refund(letter)["expedite"]["expedite_no"]
        self.house.staff("supervisor").post(f"/v1/agent/expedites/{number}/events", {"event": do})

    def _merchant(self, letter: str, do: str, reason: str | None = None) -> None:
        dispute_no = self.refund(letter)["dispute"]["dispute_no"]
        theirs = self.house.live.merchant(self.bodies[letter]["merchant_id"])
        told: Json = {"event": do}
        if reason:
            drawn = picture("merchant_statement", self.bodies[letter])
            sent = theirs.upload("/v1/merchant/evidence", drawn, dispute_no=dispute_no)
            told |= {"reason": reason, "evidence_ids": [sent["evidence_id"]]}
        theirs.post(f"/v1/merchant/disputes/{dispute_no}/events", told)

    def _agent(self, do: str, **more: Any) -> None:
        assert self.line is not None
        path = f"/v1/agent/conversations/{self.line.id}"
        extra = {"client_msg_id": uuid.uuid4().hex} if do == "messages" else {}
        self.house.staff("agent").post(f"{path}/{do}", {**extra, **more})

    def _call(self, do: str, **more: Any) -> None:
        number = self.callbacks()[0]["callback_no"]
        self.house.staff("agent").post(f"/v1/agent/callbacks/{number}/events", {"event": do, **more})

    def _clock(self, to: str) -> None:
        self._meet(moment(to, self.begun))

    def _channel(self, letter: str, behaviour: str) -> None:
        number, paid = self.number(letter), self.bodies[letter]["payments"][0]["channel"]
        asked = {"channel": paid, "order_no": number, "behaviour": behaviour}
        self.house.platform.post("/v1/platform/sandbox/channel", asked)

    def _order(self, letter: str, **line: Any) -> None:
        """The platform tells something new of the order."""
        told = {**self.task.orders[letter], **line, "order_no": self.number(letter)}
        fresh = body(self.customer_id, told, self.begun)
        self.house.platform.put(f"/v1/platform/orders/{self.number(letter)}", fresh)

    def _wait(self, letter: str, state: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.refund(letter).get("state") != state:
            assert time.monotonic() < end, f"{self.refund(letter).get('state')}, not {state}"
            time.sleep(0.05)
