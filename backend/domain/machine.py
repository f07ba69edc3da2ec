"""A state machine as a table. Rows are the policy's own (POLICY section 2): from, event, to, who, rules.

Pure: stepping answers the row or refuses; guards, clocks and writing belong to the services.
"""

from dataclasses import dataclass

from .actor import Actor
from .errors import Forbidden, NotAllowed

START = "start"


@dataclass(frozen=True)
class Row:
    sources: frozenset[str]
    event: str
    target: str
    actors: frozenset[str]
    rules: tuple[str, ...]


def row(sources: str, event: str, target: str, actors: str, rules: str) -> Row:
    """A row written as words: `row("under_review manual_review", "approve", "approved", "reviewer", "R36")`."""
    return Row(frozenset(sources.split()), event, target, frozenset(actors.split()), tuple(rules.split()))


class Machine:
    """`waits` names, for every state that waits, the timer event that watches it (I16)."""

    def __init__(self, name: str, rows: list[Row], terminal: str, waits: dict[str, str]) -> None:
        self.name = name
        self.rows = tuple(rows)
        self.terminal = frozenset(terminal.split())
        self.waits = dict(waits)
        self._by_key = {(source, r.event): r for r in rows for source in r.sources}
        self.events = frozenset(r.event for r in rows)
        self.states = frozenset({r.target for r in rows} | {s for r in rows for s in r.sources}) - {START}
        self._check()

    def step(self, state: str, event: str, actor: Actor) -> Row:
        """The row to take. Raises `Forbidden` when nobody in this role ever fires the event, else `NotAllowed`."""
        found = self._by_key.get((state, event))
        if found and actor.roles & found.actors:
            return found
        of_event = [r for r in self.rows if r.event == event]
        if of_event and not any(actor.roles & r.actors for r in of_event):
            raise Forbidden(machine=self.name, event=event)
        rules = sorted({rule for r in of_event for rule in r.rules})
        raise NotAllowed(state=state, event=event, machine=self.name, rule_ids=rules)

    def allows(self, state: str, event: str, actor: Actor) -> bool:
        found = self._by_key.get((state, event))
        return bool(found and actor.roles & found.actors)

    def events_for(self, state: str, actor: Actor) -> list[str]:
        """What this actor may fire from here, in table order (guards not yet asked)."""
        return [r.event for r in self.rows if state in r.sources and actor.roles & r.actors]

    def _check(self) -> None:
        """The structural promises: no ambiguous pair, all reachable, all can end, every waiting state watched."""
        pairs = [(source, r.event) for r in self.rows for source in r.sources]
        assert len(pairs) == len(set(pairs)), f"{self.name}: ambiguous (state, event)"
        reached, grew = {START}, True
        while grew:
            more = {r.target for r in self.rows if r.sources & reached} - reached
            reached |= more
            grew = bool(more)
        assert self.states <= reached, f"{self.name}: unreachable {self.states - reached}"
        ending = set(self.terminal)
        while True:
            more = {s for r in self.rows if r.target in ending for s in r.sources} - ending
            if not more:
                break
            ending |= more
        assert self.states <= ending, f"{self.name}: cannot end {self.states - ending}"
        unwatched = self.states - self.terminal - set(self.waits)
        assert not unwatched, f"{self.name}: no timer for {unwatched}"
        for state, event in self.waits.items():
            assert (state, event) in self._by_key, f"{self.name}: {state} has no {event}"
            assert "timer" in self._by_key[(state, event)].actors, f"{self.name}: {event} is not a timer's"
