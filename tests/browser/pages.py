"""docs/pages: every page and state, at two sizes in both themes, with a gallery (`make pages`)."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ops.setup import ROOT
from tests.browser import busy_day, window_states
from tests.browser.staff_desk import PATIENCE_MS, WIDE, seat, staffed
from tests.browser.states import State, show, states
from tests.browser.test_merchant_page import shop
from tests.browser.window_page import PHONE, chromium
from tests.live import LiveHouse

FOLDER = ROOT / "docs" / "pages"
SIZES = {"phone": PHONE, "desktop": WIDE}
SCHEMES = ("light", "dark")
SETTLED_MS = 350
COLOURS = 64


def keep(page: Page, name: str) -> str:
    page.wait_for_timeout(SETTLED_MS)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    return name


def staff_pages(
    browser: Browser, house: LiveHouse, every: dict[str, list[State]], size: str, scheme: str
) -> Iterator[str]:
    for role, of_role in every.items():
        with seat(browser, house, role, "", SIZES[size], color_scheme=scheme) as page:
            for state in of_role:
                show(page, house.base, state)
                yield keep(page, f"{state.name}-{size}-{scheme}")


def outside_pages(browser: Browser, house: LiveHouse, dispute_no: str, size: str, scheme: str) -> Iterator[str]:
    """Sign-in, the merchant's pages, the demo's front door."""
    with shop(browser, house, SIZES[size], color_scheme=scheme) as page:
        yield keep(page, f"merchant-list-{size}-{scheme}")
        page.locator(f'[data-no="{dispute_no}"]').click()
        expect(page.get_by_test_id("claim")).to_be_visible(timeout=PATIENCE_MS)
        yield keep(page, f"merchant-{size}-{scheme}")
        page.get_by_test_id("contest").click()
        yield keep(page, f"merchant-contest-{size}-{scheme}")
        for name, path in (("sign-in", "/console"), ("demo", "/demo")):
            page.goto(house.base + path)
            yield keep(page, f"{name}-{size}-{scheme}")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    with tempfile.TemporaryDirectory() as folder, staffed(Path(folder)) as house, chromium() as browser:
        found = busy_day.cases(house)
        talks = busy_day.talks(house, busy_day.afternoon(house, 14, 25))
        every = states(found, talks)
        for size in SIZES:
            for scheme in SCHEMES:
                names += staff_pages(browser, house, every, size, scheme)
                names += outside_pages(browser, house, found["dispute_new"], size, scheme)
                for name, page in window_states.each(browser, SIZES[size], color_scheme=scheme):
                    names.append(keep(page, f"window-{name}-{size}-{scheme}"))
    lines = [f"## {name}\n\n![{name}]({name}.png)\n" for name in names]
    (FOLDER / "README.md").write_text("# The pages\n\nMade by `make pages`.\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
