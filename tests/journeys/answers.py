"""What the buyer answers to each act, while an errand is under way."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .errands import Move
from .goods import moment
from .wording import filled, lists

if TYPE_CHECKING:
    from .buyer import Buyer

Json = dict[str, Any]
BY = {"name": "{name}", "yuan": "{yuan}的那笔", "ordinal": "第{ordinal}个", "tail": "尾号{tail}"}
# Errands that may have nothing left to send; the others did not come to send anything.
SENDS = frozenset({"file", "supply", "resubmit", "appeal", "dispute"})
DAYS = ("today", "yesterday", "before_yesterday", "unknown")


class Answers:
    """One errand's answers: what is to be filed or changed, which pictures are left, what has been changed already."""

    def __init__(self, buyer: "Buyer") -> None:
        self.buyer = buyer
        self.args = dict(buyer.step.args)
        letter = buyer.step.of if isinstance(buyer.step.of, str) and buyer.step.of in buyer.scene.bodies else None
        self.letter: str | None = self.args.get("order", letter)
        self.unsent = list(self.args.get("send", ()))
        self.sent = 0
        self.by_act: dict[str, Callable[[Json], Move]] = {
            "ask_order": self._order, "ask_reason": self._reason, "ask_fault_date": self._day,
            "ask_evidence": self._evidence, "ask_statement": self._statement, "ask_phone": self._phone,
            "ask_slot": self._slot, "ask_confirm": self._confirm,
        }  # fmt: skip

    @property
    def known(self) -> dict[str, str]:
        """What the buyer can say of the order, the day and the number."""
        body = self.buyer.scene.bodies.get(self.letter or "")
        told = {"day": self._slot_words() if self.args.get("slot") or self._moves else "",
                "phone": str(self.args.get("phone", ""))}  # fmt: skip
        if body:
            yuan = sum(payment["amount_fen"] for payment in body["payments"]) / 100
            told |= {"name": body["called"], "number": body["order_no"], "tail": body["order_no"][-4:],
                     "yuan": f"{yuan:g}", "ordinal": "1"}  # fmt: skip
        return told

    @property
    def _moves(self) -> bool:
        return self.buyer.step.verb == "move_callback"

    def want(self, first: bool = False) -> str:
        """The errand in words; said again, in other words."""
        step, words, used = self.buyer.step, self.buyer.words, frozenset(self.buyer.used)
        if isinstance(step.of, list):
            return words.pick(step.of, used, self.known)
        left = [line for line in step.args.get("words", ()) if filled(line, self.known) not in used]
        if left or (step.args.get("words") and step.verb not in lists()["wants"]):
            return words.pick(left or step.args["words"], known=self.known)
        styles = [""]
        if step.verb == "file" and not self.buyer.plain:
            styles += ["_named", "_because"]
        if step.verb in {"progress", "callback"} and not self.buyer.plain and self.letter:
            styles += [{"progress": "_named", "callback": "_whole"}[step.verb]]
        if step.verb == "callback" and not self.buyer.plain and "slot" in self.args:
            styles = ["", "_whole"]
        style = self.buyer.rng.choice(styles) if first else ""
        of = self.args.get("reason") if step.verb == "file" else step.of
        return words.want(step.verb, of, self.known, used, style)

    def again(self, asked: Json) -> Move:
        """Not there yet: the choice that is it, or the errand in other words."""
        fitting = self._fitting(asked)
        if fitting and (self.buyer.taps() or self.buyer.turns > 1 or asked["act"] in {"clarify", "fallback"}):
            return self.buyer.tap(fitting)
        return self.buyer.say(self.want())

    def labelled(self, label: str) -> str:
        """The value of the choice on show that is called so."""
        return next(c["value"] for c in reversed(self.buyer.scene.shown) if label in c["label"])

    def _fitting(self, asked: Json) -> str | None:
        values = [choice["value"] for choice in asked.get("choices") or []]
        intent = self.buyer.errand.intent
        mine = [value for value in values if value.split(":")[0] == intent or f"event={intent}" in value]
        numbers = self._numbers()
        kind = {"move_callback": "choice=move", "cancel_callback": "choice=cancel"}.get(self.buyer.step.verb)
        if kind is not None:
            return next((value for value in mine if kind in value), None)
        named = [value for value in mine if any(number in value for number in numbers)]
        bare = [value for value in mine if "_no=" not in value]
        return next(iter(named + bare), None)

    def _numbers(self) -> set[str]:
        if self.letter is None:
            return set()
        scene = self.buyer.scene
        return {scene.number(self.letter), *(item["refund_no"] for item in scene.refunds(self.letter))}

    def _order(self, asked: Json) -> Move:
        changed = self._change("ask_order")
        if changed:
            return changed
        values = [choice["value"] for choice in asked.get("choices") or []]
        numbers = self._numbers()
        place = next((n for n, value in enumerate(values) if any(number in value for number in numbers)), None)
        if place is not None and (self.buyer.taps() or self.buyer.turns > 4):
            return self.buyer.tap(values[place])
        known = self.known
        if not known.get("name"):
            return self.again(asked)
        if place is None:
            return self.buyer.say(self.buyer.words.answer("only_order", known))
        kind = "order" if asked.get("card") else "refund"
        known |= {"ordinal": str(place + 1)}
        by = self.args.get("by")
        return self.buyer.say(filled(BY[by], known) if by else self.buyer.words.answer(kind, known))

    def _reason(self, asked: Json) -> Move:
        changed = self._change("ask_reason")
        if changed:
            return changed
        reason = self.args.get("reason")
        if reason is None:
            return self.again(asked)
        offered = [c["value"] for c in asked.get("choices") or [] if f"reason={reason}" in c["value"]]
        if offered and (self.buyer.taps() or self.buyer.turns > 5):
            return self.buyer.tap(offered[0])
        return self.buyer.say(self.buyer.words.answer("reason", of=reason))

    def _day(self, asked: Json) -> Move:
        changed = self._change("ask_fault_date")
        day = self.args.get("day", "today")
        return changed or self.buyer.say(self.buyer.words.answer(day) if day in DAYS else str(day))

    def _evidence(self, asked: Json) -> Move:
        changed = self._change("ask_evidence")
        if changed:
            return changed
        reason, asked_for = self.args.get("reason"), asked["facts"].get("reason")
        if reason and asked_for and asked_for not in (reason, *self.args.get("or", ())) and self.buyer.turns < 8:
            told = {"reason": self.buyer.words.answer("reason", of=reason)}
            return self.buyer.say(self.buyer.words.answer("wrong_reason", told))
        if self.unsent:
            self.sent += 1
            return Move("send", self.unsent.pop(0))
        if self.args.get("lacks"):
            people = [c["value"] for c in asked.get("choices") or [] if c["value"] == "request_human"]
            told, self.args["told"] = self.args.get("told"), True
            return self.buyer.tap(people[0]) if told and people else self.buyer.say(self.buyer.words.answer("lacks"))
        if self.buyer.step.verb not in SENDS:
            return self.again(asked)
        enough = [c["value"] for c in asked.get("choices") or [] if "enough" in c["value"]]
        if enough and self.buyer.taps():
            return self.buyer.tap(enough[0])
        return self.buyer.say(self.buyer.words.answer("enough"))

    def _statement(self, asked: Json) -> Move:
        told = self.args.get("statement") or self.args.get("message")
        return self.buyer.say(str(told) if told else self.buyer.words.answer("skip"))

    def _phone(self, asked: Json) -> Move:
        numbers = self.args.get("phones") or [self.args.get("phone", "13800006677")]
        number = numbers.pop(0) if len(numbers) > 1 else numbers[0]
        return self.buyer.say(self.buyer.words.phone(str(number)))

    def _slot(self, asked: Json) -> Move:
        changed = self._change("ask_slot")
        return changed or self.buyer.say(self._slot_words())

    def _wanted_slot(self) -> datetime:
        text = self.buyer.step.of if self._moves else self.args.get("slot")
        return moment(str(text), self.buyer.scene.house.now())

    def _slot_words(self) -> str:
        return self.buyer.words.slot(self._wanted_slot(), self.buyer.scene.house.now())

    def _change(self, act: str) -> Move | None:
        """A change of mind at this point, once: another order, reason, amount or time."""
        change = self.args.get("change")
        if not change or change["at"] != act:
            return None
        self.args.pop("change")
        self.args |= {name: value for name, value in change.items() if name not in {"at", "words"}}
        self.letter = change.get("order", self.letter)
        if "send" in change:
            self.unsent = list(change["send"])
        if change.get("words"):
            return self.buyer.say(self.buyer.words.pick(change["words"], known=self.known))
        if "order" in change:
            return self.buyer.say(self.buyer.words.answer("wrong_order", self.known))
        if "reason" in change:
            told = {"reason": self.buyer.words.answer("reason", of=change["reason"])}
            return self.buyer.say(self.buyer.words.answer("wrong_reason", told))
        return self.buyer.say(self.buyer.words.answer("wrong_amount", {"yuan": f"{change['amount']:g}"}))

    def _confirm(self, asked: Json) -> Move:
        """Yes to what is wanted; else what is wrong with it."""
        changed = self._change("ask_confirm")
        if changed:
            return changed
        if self.args.pop("refuse", False):
            return self.buyer.say(self.buyer.words.answer("no"))
        ends = set(self.args.get("ends", "").split())
        if ends and self.buyer.errand.titles and not ends & self.buyer.errand.done:
            return self.buyer.say(self.buyer.words.answer("no"))  # this errand was not to come so far
        wrong = self._wrong(asked)
        if wrong is not None:
            return self.buyer.say(wrong)
        if self.buyer.taps():
            return self.buyer.tap("affirm", yes=True)
        return self.buyer.say(self.buyer.words.answer("yes"), yes=True)

    def _wrong(self, asked: Json) -> str | None:
        facts, words, known = asked["facts"], self.buyer.words, self.known
        if asked["card"]["title"] not in self.buyer.errand.titles:
            return words.answer("no")
        shown = {facts[name] for name in ("order_no", "refund_no") if name in facts}
        file = self.buyer.step.verb == "file"
        if self.letter and shown and not ({facts.get("order_no")} if file else shown) & self._numbers():
            return words.answer("wrong_order", known)
        reason = self.args.get("reason")
        if file and reason and facts["reason"] not in (reason, *self.args.get("or", ())):
            return words.answer("wrong_reason", {"reason": words.answer("reason", of=reason)})
        amount = self.args.get("amount")
        if amount and facts["amount_fen"] != round(amount * 100):
            return words.answer("wrong_amount", {"yuan": f"{amount:g}"})
        if "phone" in self.args and facts.get("phone", "").replace("-", "") != self.args["phone"]:
            return words.phone(self.args["phone"])
        if "slot_start_at" in facts and (self.args.get("slot") or self._moves):
            right = datetime.fromisoformat(facts["slot_start_at"]) == self._wanted_slot()
            return None if right else f"时间不对，是{self._slot_words()}"
        return None

