"""One real house for all journeys."""

from collections.abc import Iterator

import pytest

from tests.live import LiveHouse


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with LiveHouse(tmp_path_factory.mktemp("house")) as live:
        yield live
