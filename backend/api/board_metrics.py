"""The board's figures for Prometheus, read when they are asked for."""

from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ..service import board
from ..service.desk import Desk

# name → (help, label or "", where the figure or the figures by label stand on the board)
FIGURES: dict[str, tuple[str, str, str]] = {
    "refund_desk_waiting": ("customers who wait for a person", "", "waiting.count"),
    "refund_desk_longest_wait_seconds": ("the longest of these waits", "", "waiting.longest_wait_s"),
    "refund_desk_messages": ("messages left for a person, not answered", "", "messages.count"),
    "refund_desk_oldest_message_seconds": ("how long the oldest of them lies there", "", "messages.oldest_s"),
    "refund_desk_agents": ("people who serve, by presence", "presence", "agents"),
    "refund_desk_breaches": ("what is late, by kind", "kind", "breaches"),
    "refund_desk_callbacks": ("callbacks that are not done", "state", "callbacks"),
    "refund_desk_outcomes_today": ("talks that a person ended today", "outcome", "today.outcomes"),
    "refund_desk_ends_today": ("talks and waits that ended otherwise today", "end", "today.ends"),
    "refund_desk_resolved_today": ("ends that the books or the buyer bear out", "", "today.resolved"),
    "refund_desk_closed_by_agent_today": ("ends by an agent, borne out or not", "", "today.closed_by_agent"),
    "refund_desk_accept_seconds": ("from asking to a person, today", "quantile", "today.accept"),
    "refund_desk_first_response_seconds": ("from asking to a first word, today", "quantile", "today.first_response"),
    "refund_desk_ratings_today": ("ratings given today, by score", "score", "today.rating.by_score"),
}
QUANTILES = {"p50_s": "0.5", "p90_s": "0.9"}


async def exposition(desk: Desk) -> bytes:
    """Prometheus text of the figures; what nothing is known of yet is left out."""
    async with desk.store.reading() as tx:
        found = await board.figures(desk, tx)
    registry = CollectorRegistry()
    for name, (words, label, path) in FIGURES.items():
        at: Any = found
        for part in path.split("."):
            at = at[part]
        gauge = Gauge(name, words, [label] if label else [], registry=registry)
        if not label:
            gauge.set(at)
            continue
        named = {QUANTILES[k]: v for k, v in at.items() if k in QUANTILES} if label == "quantile" else at
        for key, value in named.items():
            if isinstance(value, int | float):
                gauge.labels(key).set(value)
    return generate_latest(registry)
