"""Both mouths of the sandbox's channel, each with an office before it; keys are made once."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.settings import make_channel_keys
from tests.backend.office import Office

from . import wired
from .scripted import Ring, Script, scripted


@pytest.fixture(scope="session")
def key_ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_channel_keys(folder)
    return folder


@pytest.fixture(scope="session")
def ring(key_ring: Path) -> Ring:
    return Ring(key_ring)


@pytest.fixture
async def script(ring: Ring) -> AsyncIterator[Script]:
    async with scripted(ring.channel) as made:
        yield made


@pytest.fixture
def keyed(key_ring: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the channels' keys."""
    shutil.copytree(key_ring / "channel-keys", tmp_path / "channel-keys")
    return tmp_path


@pytest.fixture
async def wire(office: Office, keyed: Path) -> AsyncIterator[wired.World]:
    async with wired.wire(office, keyed) as world:
        yield world


@pytest.fixture(params=["in_process", "wire"])
async def world(request: pytest.FixtureRequest, office: Office, keyed: Path) -> AsyncIterator[wired.World]:
    """The same office before either mouth."""
    async with getattr(wired, request.param)(office, keyed) as made:
        yield made
