"""The journeys' house serves the browser tests too; people who need no assistant share a smaller one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.busy_day import afternoon
from tests.browser.staff_desk import staffed
from tests.browser.window_page import chromium
from tests.journeys.conftest import house
from tests.live import LiveHouse

__all__ = ["house"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    """Backend and channel alone, in the afternoon; nobody waits there from another module."""
    with staffed(tmp_path_factory.mktemp("desk")) as found:
        afternoon(found)
        yield found
