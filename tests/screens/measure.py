"""Screens read by a real reader and judged against their order and against another."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from backend.domain.evidence import Page, Verdict, judge
from backend.gateways.ocr import OcrPool
from backend.gateways.picture import admit

from .camera import sent, shots
from .scene import Scene, Screen, scene


@dataclass(frozen=True)
class Seen:
    """A shot, how it was saved, the words that were read, and the verdict for its own order and for another's."""

    screen: Screen
    about: Scene
    how: str
    page: Page
    own: Verdict
    other: Verdict

    @property
    def right(self) -> bool:
        return (self.own.state == "accepted") == self.screen.proves

    @property
    def of_kind(self) -> bool:
        return not self.screen.proves or self.screen.kind in self.own.kinds

    @property
    def fell_for(self) -> bool:
        """Another order's picture was taken for this one's."""
        return self.screen.names_order and self.other.state == "accepted"

    def unseen(self) -> list[str]:
        """Facts that stand on the screen and were not seen."""
        return [name for name in self.screen.shows if self.own.facts.get(name, {}).get("status") != "seen"]


async def seen(each: int, how: tuple[str, ...] = ("png", "sent"), keep: Path | None = None) -> list[Seen]:
    """Every layout with so many orders; `keep`: a folder for the pictures."""
    pool, found, turn = OcrPool(2), [], asyncio.Semaphore(2)
    taken = await asyncio.to_thread(lambda: list(shots(each)))

    async def one(screen: Screen, about: Scene, way: str, data: bytes) -> None:
        async with turn:
            page = await pool.read((await asyncio.to_thread(admit, data)).data)
        other = scene(1000 + len(found)).order()
        found.append(Seen(screen, about, way, page, judge(page, about.order()), judge(page, other)))
        if keep is not None:
            (keep / f"{screen.name}-{'dark' if about.dark else 'light'}.{way}").write_bytes(data)

    try:
        await asyncio.gather(*(
            one(screen, about, way, png if way == "png" else sent(png)) for screen, about, png in taken for way in how
        ))  # fmt: skip
    finally:
        await pool.close()
    return sorted(found, key=lambda one: (one.screen.name, one.about.dark, one.how))


async def measure(keep: Path | None) -> int:
    """Prints the figures; how often another order's picture was accepted."""
    all_ = await seen(2, keep=keep)
    for one in all_:
        if not one.right or not one.of_kind or one.unseen() or one.fell_for:
            shade = "dark" if one.about.dark else "light"
            print(f"  ! {one.screen.name} {shade} {one.how}: {one.own.state} {','.join(one.own.kinds)} unseen "
                  f"{one.unseen()} {'ACCEPTED FOR ANOTHER ORDER ' if one.fell_for else ''}"
                  f"{' '.join(finding['advice'] for finding in one.own.findings)}")  # fmt: skip
    facts = [name not in one.unseen() for one in all_ for name in one.screen.shows]
    told = {"verdict as expected": [one.right for one in all_], "kind recognised": [one.of_kind for one in all_],
            "facts seen where they are": facts}  # fmt: skip
    print(f"layouts drawn apart: {len({one.screen.name for one in all_})}, pictures {len(all_)}")
    for name, good in told.items():
        print(f"  {name:<52}{sum(good):>4} of {len(good):<4} {sum(good) / len(good):7.1%}")
    wrong = sum(one.fell_for for one in all_)
    print(f"  another order's picture accepted: {wrong} (must be 0)")
    return wrong
