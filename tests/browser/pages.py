"""docs/pages: every page and state, at two sizes in both themes, with a gallery (`make pages`)."""

import contextlib
import io
import sys
import tempfile
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ops.setup import ROOT
from tests.browser import busy_day, window_states
from tests.browser.staff_desk import PATIENCE_MS, WIDE, seat, staffed
from tests.browser.states import State, show, states
from tests.browser.test_merchant_page import shop
from tests.browser.window_page import PHONE, chromium
from tests.live import LiveHouse

FOLDER = ROOT / "docs" / "pages"
SIZES = {"desktop": WIDE, "phone": PHONE}
SCHEMES = ("light", "dark")
SETTLED_MS = 250
TICK_MS = 1300
COLOURS = 160
ONLY = frozenset(sys.argv[1:])
LOADED = """() => [...document.querySelectorAll('.thumbnail')].every(e => e.querySelector('img')?.complete)
  && [...document.querySelectorAll('.side')].every(e => e.querySelector('.part, .blank, .entry, .line'))"""


def keep(page: Page, name: str) -> None:
    with contextlib.suppress(PlaywrightTimeout):  # a picture may be gone by its time
        page.wait_for_function(LOADED, timeout=4000)
    page.wait_for_timeout(SETTLED_MS)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def staff_pages(
    browser: Browser, house: LiveHouse, every: dict[str, list[State]], size: str, scheme: str, at: datetime
) -> None:
    worker = house.staff("agent")
    for role, of_role in every.items():
        wanted = [state for state in of_role if is_wanted(state.name)]
        if not wanted:
            continue
        with seat(browser, house, role, "", SIZES[size], color_scheme=scheme) as page:
            page.wait_for_timeout(TICK_MS)  # by then the page goes by the house's clock
            for state in wanted:
                busy_day.move(house, at)  # whoever waits has waited as long on every picture
                worker.post("/v1/agent/presence", {"state": "online"})
                show(page, house.base, state)
                keep(page, f"{state.name}-{size}-{scheme}")


def outside_pages(browser: Browser, house: LiveHouse, dispute_no: str, size: str, scheme: str) -> None:
    """The merchant's pages, sign-in, the demo's front door."""
    with shop(browser, house, SIZES[size], color_scheme=scheme) as page:
        keep(page, f"merchant-list-{size}-{scheme}")
        page.locator(f'[data-no="{dispute_no}"]').click()
        expect(page.get_by_test_id("claim")).to_be_visible(timeout=PATIENCE_MS)
        keep(page, f"merchant-{size}-{scheme}")
        page.get_by_test_id("contest").click()
        keep(page, f"merchant-contest-{size}-{scheme}")
        for name, path in (("sign-in", "/console"), ("demo", "/demo")):
            page.goto(house.base + path)
            keep(page, f"{name}-{size}-{scheme}")


def is_wanted(name: str) -> bool:
    """Names on the command line are the only ones made; without any, all are."""
    return not ONLY or name in ONLY


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, staffed(Path(folder)) as house, chromium() as browser:
        found = busy_day.cases(house)
        for size, scheme in product(SIZES, SCHEMES):
            if is_wanted("outside"):
                outside_pages(browser, house, found["dispute_new"], size, scheme)
            if is_wanted("window"):
                for name, page in window_states.each(browser, SIZES[size], color_scheme=scheme):
                    keep(page, f"window-{name}-{size}-{scheme}")
        at = busy_day.afternoon(house, 14, 25)
        with seat(browser, house, "agent"), seat(browser, house, "supervisor"):  # who is at work has a page open
            house.staff("supervisor").post("/v1/agent/presence", {"state": "away"})
            every = states(found, busy_day.talks(house, at))
            for size, scheme in product(SIZES, SCHEMES):
                staff_pages(browser, house, every, size, scheme, at + timedelta(seconds=100))
    names = sorted({path.stem for path in FOLDER.glob("*.png")})
    lines = [f"## {name}\n\n![{name}]({name}.png)\n" for name in names]
    (FOLDER / "README.md").write_text("# The pages\n\nMade by `make pages`.\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
