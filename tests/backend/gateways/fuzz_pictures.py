"""`make fuzz-pictures`: files that no camera makes, for as long as told: each is refused with a code or made harmless.

First the corpus of hostile files goes to a real server (`hostile_house`). Then it and good pictures are cut, joined,
flipped and lied in at random (seeded). What comes out of the door must be a picture of bounded size without a byte of
what was hidden in the file, or a refusal; anything else, a file that takes longer than its limit, and a service whose
memory grows by more than 150 MB are faults.
"""

import argparse
import asyncio
import io
import random
import resource
import sys
import time
from collections import Counter

from PIL import Image

from backend.domain.errors import Refusal
from backend.gateways.picture import LIMIT_S, PictureDoor
from backend.gateways.picture_pixels import MAX_KEPT

from .hostile import CHARGE, corpus, page, saved
from .hostile_house import hostile_house

GROWTH = 150  # MB
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"WEBPVP8X", b"Exif\0\0",
         b"IDAT", b"ANMF", b"\xff\xda", CHARGE)  # fmt: skip


def mutant(seeds: list[bytes], chance: random.Random) -> bytes:
    """One to six changes to one of the files."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(7):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                data[at : at + chance.randint(1, 400)] = b""
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 64))
            case 3:
                data[at:at] = chance.choice(MAGIC)
            case 4:
                other = chance.choice(seeds)
                data[at:] = other[chance.randrange(len(other) + 1) :]
            case 5:  # a length or a size that is a lie
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", bytes(4), b"\0\0\0\1"))
            case _:
                piece = data[at : at + chance.randint(1, 600)]
                data[at:at] = piece * chance.randint(1, 5)
    return bytes(data)


async def outcome(door: PictureDoor, data: bytes) -> str:
    """The code of the refusal, or `picture`. Raises AssertionError for a picture that is not harmless."""
    begun = time.monotonic()
    try:
        found = await door.admit(data)
    except Refusal as refusal:
        return refusal.code or "no code"
    assert time.monotonic() - begun < LIMIT_S + 5
    assert CHARGE not in found.data
    assert CHARGE not in found.thumbnail
    with Image.open(io.BytesIO(found.data)) as kept:
        kept.load()
        assert kept.format == "JPEG"
        assert kept.size == (found.width, found.height)
        assert kept.width * kept.height <= MAX_KEPT
        assert not kept.getexif()
    return "picture"


async def fuzz(seed: int, minutes: float) -> int:
    """By how many MB this process grew at most, whose door it is; -1 after a fault."""
    door = PictureDoor()
    seeds = [data for _, data, _ in corpus() if 0 < len(data) < 200_000]
    seeds += [saved(page(size=(320, 480)), family) for family in ("JPEG", "PNG", "WEBP") for _ in range(8)]
    try:
        for data in seeds:
            await outcome(door, data)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        chance, told, ends, said = random.Random(seed), Counter[str](), time.monotonic() + 60 * minutes, 0.0
        while time.monotonic() < ends:
            data = mutant(seeds, chance)
            try:
                told[await outcome(door, data)] += 1
            except Exception as fault:
                print(f"after {told.total()} files: {type(fault).__name__}: {fault}\n{data[:200]!r}")
                return -1
            if time.monotonic() > said + 30:
                said = time.monotonic()
                print(f"{told.total():7} files", flush=True)
    finally:
        await door.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(", ".join(f"{code} {times}" for code, times in told.most_common()))
    print(f"{told.total()} files in {minutes:g} minutes, {len(told)} outcomes, memory grew by {grown} MB at most")
    return grown


def main() -> int:
    """0 where every file was refused or made harmless and memory stayed bounded."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minutes", type=float, default=10)
    ask.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    given = ask.parse_args()
    print(f"seed {given.seed}", flush=True)
    if hostile_house() > GROWTH:
        return 1
    return 0 if 0 <= asyncio.run(fuzz(given.seed, given.minutes)) <= GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
