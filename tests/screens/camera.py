"""Screens as picture files: shot by Chromium, saved as a phone would send them."""

import io
from collections.abc import Iterator

from PIL import Image

from tests.browser.window_page import chromium

from . import bills, odd, orders, tight, troubles
from .scene import Scene, Screen, scene

SCREENS = (*orders.SCREENS, *bills.SCREENS, *troubles.SCREENS, *odd.SCREENS, *tight.SCREENS)


def shots(each: int = 2) -> Iterator[tuple[Screen, Scene, bytes]]:
    """Every layout with so many orders, the second of them dark, as PNG."""
    with chromium() as browser:
        for place, screen in enumerate(SCREENS):
            page = browser.new_page(
                viewport={"width": screen.width, "height": 500}, device_scale_factor=2 if screen.width < 500 else 1
            )
            for number in range(each):
                about = scene(2 * place + number)
                page.set_content(screen.of(about))
                yield screen, about, page.screenshot(full_page=True)
            page.close()


def sent(png: bytes, width: int = 720, quality: int = 70) -> bytes:
    """As an app sends it: at most so many px wide, JPEG."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    if picture.width > width and picture.width < picture.height * 3:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
