"""A slice of `make drops`: a few talks through a line that breaks, the backend killed once."""

import asyncio

import pytest

from tests.live import LiveHouse

from .drops import run

pytestmark = [pytest.mark.processes, pytest.mark.rasa]


def test_nothing_is_lost_on_a_line_that_breaks(house: LiveHouse) -> None:
    tally = asyncio.run(run(house, talks=12, share=0.34, kills=1, first_seed=5))
    assert tally.faults == []
    assert tally.dropped > tally.connections / 10
