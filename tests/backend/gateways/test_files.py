"""Evidence on disk: names that say nothing, whole files or none, and no way out of the folder."""

import stat
from pathlib import Path

import pytest

from backend.gateways.files import DiskFiles


def list_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_saved_loaded_deleted(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path / "evidence")
    first, second = await files.save(b"one", ".png"), await files.save(b"one", ".png")
    assert first != second
    assert await files.load(first) == b"one"
    await files.delete(first)
    await files.delete(first)
    with pytest.raises(FileNotFoundError):
        await files.load(first)
    assert await files.load(second) == b"one"


async def test_only_the_service_reads_them(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    name = await DiskFiles(root).save(b"one", ".jpg")
    (path,) = list_of(root)
    assert path.name == name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../secret.png", "/etc/passwd", "", "a.png", "0" * 32, "0" * 32 + ".svg", "..", "\0"])
async def test_names_that_are_none_of_ours(tmp_path: Path, name: str) -> None:
    files = DiskFiles(tmp_path / "evidence")
    (tmp_path / "secret.png").write_bytes(b"secret")
    with pytest.raises(FileNotFoundError):
        await files.load(name)
    with pytest.raises(FileNotFoundError):
        await files.delete(name)


@pytest.mark.parametrize("suffix", [".svg", "", "/../x.png", ".png/"])
async def test_pictures_alone_are_kept(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        await DiskFiles(tmp_path).save(b"x", suffix)
    assert list_of(tmp_path) == []


async def test_half_a_file_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space left")

    files = DiskFiles(tmp_path / "evidence")
    monkeypatch.setattr("backend.gateways.files.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        await files.save(b"one", ".png")
    assert list_of(tmp_path / "evidence") == []
