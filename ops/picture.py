"""docs/window.png from the screenshots that the browser tests leave behind: three steps of an express refund."""

from __future__ import annotations

from PIL import Image

from .setup import ROOT

SHOTS = ("express-1-orders", "express-2-confirm", "express-4-timeline")
GAP, MARGIN = 28, 36


def main() -> None:
    shots = [Image.open(ROOT / ".run" / "pictures" / f"{name}.png").convert("RGB") for name in SHOTS]
    width = sum(shot.width for shot in shots) + GAP * (len(shots) - 1) + 2 * MARGIN
    sheet = Image.new("RGB", (width, shots[0].height + 2 * MARGIN), "#d9dee8")
    at = MARGIN
    for shot in shots:
        sheet.paste(shot, (at, MARGIN))
        at += shot.width + GAP
    sheet.quantize(128).save(ROOT / "docs" / "window.png", optimize=True)


if __name__ == "__main__":
    main()
