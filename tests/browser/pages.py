"""docs/pages: every page and state, at two sizes in both themes, with a gallery (`make pages`)."""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import numpy
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ops.setup import ROOT
from tests.browser import busy_day, window_states
from tests.browser.staff_desk import PATIENCE_MS, WIDE, seat, sign_in, staffed
from tests.browser.stand_in import stand_in
from tests.browser.states import State, evening, show, states
from tests.browser.test_merchant_page import shop
from tests.browser.window_page import PHONE, chromium
from tests.live import Caller, LiveHouse, Refused

FOLDER = ROOT / "docs" / "pages"
SIZES = {"desktop": WIDE, "phone": PHONE}
SCHEMES = ("light", "dark")
VARIANTS = tuple(product(SIZES, SCHEMES))
MERCHANT = (  # name, the dispute, what is pressed
    ("merchant", "dispute_new", ""),
    ("merchant-accept", "dispute_new", "accept"),
    ("merchant-contest", "dispute_new", "contest"),
    ("merchant-waiting", "dispute", ""),
    ("merchant-viewer", "dispute", "thumbnail"),
    ("merchant-done", "dispute_done", ""),
)
SETTLED_MS = 250
TICK_MS = 1300
PLAIN, SHADES = 128, 128
ONLY = frozenset(sys.argv[1:])
LOADED = """() => [...document.querySelectorAll('.thumbnail:not(.add)')].every(e => e.querySelector('img')?.complete)
  && [...document.querySelectorAll('.viewer-frame')].every(e => e.querySelector('img')?.complete)
  && [...document.querySelectorAll('dialog .picker')].every(e => e.querySelector('.option, .switch, .pictures, p'))
  && [...document.querySelectorAll('.side')].every(e => e.querySelector('.part, .blank, .entry, .line'))"""


def keep(page: Page, name: str) -> None:
    with contextlib.suppress(PlaywrightTimeout):  # a picture may be gone by its time
        page.wait_for_function(LOADED, timeout=4000)
    page.wait_for_timeout(SETTLED_MS)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    fewer(shot).save(FOLDER / f"{name}.png", optimize=True)


def fewer(shot: Image.Image) -> Image.Image:
    """With a palette: the plain colours of surfaces and marks as they are, the shades of letters and pictures near."""
    found = shot.quantize(SHADES)
    shades = (found.getpalette() or [])[: 3 * SHADES]
    packed = numpy.asarray(shot).astype(numpy.uint32) @ numpy.array([1 << 16, 1 << 8, 1], numpy.uint32)
    colours, counts = numpy.unique(packed, return_counts=True)
    levels = numpy.stack([colours >> 16, colours >> 8 & 255, colours & 255])
    vivid = 16 + levels.max(0) - levels.min(0)  # a small green dot counts for more than the grey rim of a letter
    plain = numpy.sort(colours[numpy.argsort(counts * vivid)[-PLAIN:]])
    place = numpy.searchsorted(plain, packed).clip(max=len(plain) - 1)
    indices = numpy.where(plain[place] == packed, SHADES + place, numpy.asarray(found))
    made = Image.fromarray(indices.astype(numpy.uint8), "P")
    exact = [colour >> shift & 255 for colour in plain.tolist() for shift in (16, 8, 0)]
    made.putpalette(shades + [0] * (3 * SHADES - len(shades)) + exact)
    return made


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


def merchant_pages(browser: Browser, house: LiveHouse, found: dict[str, str], size: str, scheme: str) -> None:
    end = f"{size}-{scheme}"
    with shop(browser, house, SIZES[size], color_scheme=scheme) as page:
        page.wait_for_timeout(TICK_MS)
        keep(page, f"merchant-list-{end}")
        for name, case, press in MERCHANT:
            page.goto(f"{house.base}/merchant?dispute={found[case]}")
            page.wait_for_timeout(TICK_MS)
            expect(page.get_by_test_id("claim")).to_be_visible(timeout=PATIENCE_MS)
            if press:
                page.get_by_test_id(press).first.click()
            keep(page, f"{name}-{end}")
    with stranger(browser, SIZES[size], scheme) as page:
        page.goto(f"{house.base}/merchant")
        keep(page, f"merchant-signed-out-{end}")


def door_pages(browser: Browser, house: LiveHouse, size: str, scheme: str) -> None:
    """Signing in, refused and locked out; asked again in the middle of the work; the demo's front door and its shop."""
    end = f"{size}-{scheme}"
    with stranger(browser, SIZES[size], scheme) as page:
        page.goto(f"{house.base}/console")
        keep(page, f"sign-in-{end}")
        for name, username in (("refused", "nobody"), ("locked", "operator")):
            sign_in(page, username, "not-the-password")
            expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
            keep(page, f"sign-in-{name}-{end}")
            page.reload()
        page.goto(f"{house.base}/demo")
        expect(page.get_by_test_id("buyer").first).to_be_visible(timeout=PATIENCE_MS)
        keep(page, f"demo-{end}")
        page.goto(f"{house.base}/demo/host?buyer={page.get_by_test_id('buyer').first.get_attribute('data-customer')}")
        keep(page, f"demo-shop-{end}")
    with seat(browser, house, "reviewer", "#/refunds", SIZES[size], color_scheme=scheme) as page:
        page.route("**/v1/agent/counts", lambda route: route.fulfill(status=401, json={}))
        page.reload()
        expect(page.get_by_test_id("sign-in-again")).to_be_visible(timeout=PATIENCE_MS)
        keep(page, f"sign-in-again-{end}")


@contextlib.contextmanager
def stranger(browser: Browser, size: tuple[int, int], scheme: str) -> Iterator[Page]:
    """A page of nobody in particular."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", locale="zh-CN", color_scheme=scheme)
    yield context.new_page()
    context.close()


def locked_out(house: LiveHouse) -> None:
    for _ in range(5):
        with contextlib.suppress(Refused):
            Caller(house, "").post("/v1/agent/session", {"username": "operator", "password": "not-the-password"})


def is_wanted(name: str) -> bool:
    """Names on the command line are the only ones made; without any, all are."""
    return not ONLY or name in ONLY


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        staffed(Path(folder)) as house,
        stand_in(house),
        chromium() as browser,
    ):
        found = busy_day.cases(house)
        locked_out(house)
        for size, scheme in VARIANTS:
            if is_wanted("outside"):
                merchant_pages(browser, house, found, size, scheme)
                door_pages(browser, house, size, scheme)
            if is_wanted("window"):
                for name, page in window_states.each(browser, SIZES[size], color_scheme=scheme):
                    keep(page, f"window-{name}-{size}-{scheme}")
        at = busy_day.afternoon(house, 14, 25)
        with seat(browser, house, "agent"), seat(browser, house, "supervisor"):  # who is at work has a page open
            house.staff("supervisor").post("/v1/agent/presence", {"state": "away"})
            talks = busy_day.talks(house, at)
            every = states(found, talks)
            for size, scheme in VARIANTS:
                staff_pages(browser, house, every, size, scheme, at + timedelta(seconds=100))
            busy_day.evening(house, talks)
            handed = busy_day.handed_on(house)
            for size, scheme in VARIANTS:
                staff_pages(browser, house, evening(talks, handed), size, scheme, at + timedelta(seconds=100))
    (FOLDER / "README.md").write_text(listed({path.stem for path in FOLDER.glob("*.png")}))


def listed(names: set[str]) -> str:
    """The gallery's text: state by state, its four pictures in a row."""
    ends = [f"-{size}-{scheme}" for size, scheme in VARIANTS]
    found = sorted({name.removesuffix(end) for name in names for end in ends if name.endswith(end)})
    head = f"# The pages\n\nMade by `make pages`: {len(found)} pages and states, at two sizes, in two themes.\n"
    rows = (f"## {name}\n\n" + "\n".join(f"![{name}{end}]({name}{end}.png)" for end in ends) for name in found)
    return "\n".join([head, *(f"{row}\n" for row in rows)])


if __name__ == "__main__":
    main()
