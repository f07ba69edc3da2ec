"""A house whose parts are killed: one a module, since each test puts back what it broke."""

from collections.abc import Iterator

import pytest

from tests.live import LiveHouse


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with LiveHouse(tmp_path_factory.mktemp("chaos")) as live:
        yield live
