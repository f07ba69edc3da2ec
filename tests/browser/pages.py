"""docs/pages: the pages of a busy day, at two sizes in both themes, with a gallery (`make pages`)."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from ops.setup import ROOT
from tests.browser import busy_day
from tests.browser.staff_desk import WIDE, seat, staffed
from tests.browser.window_page import PHONE, chromium
from tests.live import LiveHouse

FOLDER = ROOT / "docs" / "pages"
SIZES = {"phone": PHONE, "desktop": WIDE}
SETTLED_MS = 500


def places(found: dict[str, str], talk: str) -> dict[str, dict[str, str]]:
    """Role to the pages looked at: name and address."""
    return {
        "supervisor": {
            "board": "#/board", "replies": "#/replies", "hours": "#/hours",
            "expedite": f"#/expedites/{found['expedite']}",
        },
        "agent": {
            "queue": "#/conversations", "talk": f"#/conversations/{talk}",
            "callback": f"#/callbacks/{found['callback']}",
        },
        "reviewer": {"reviews": "#/refunds", "refund": f"#/refunds/{found['refund']}"},
        "adjudicator": {"dispute": f"#/disputes/{found['dispute']}"},
        "senior_adjudicator": {"compensation": f"#/compensations/{found['compensation']}"},
        "finance": {"payout": f"#/payouts/{found['payout']}"},
    }  # fmt: skip


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(SETTLED_MS)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(64).save(FOLDER / f"{name}.png", optimize=True)


def staff_pages(browser: Browser, house: LiveHouse, every: dict[str, dict[str, str]]) -> list[str]:
    names: list[str] = []
    for size, wide in SIZES.items():
        for scheme in ("light", "dark"):
            for role, pages in every.items():
                with seat(browser, house, role, "", wide, color_scheme=scheme) as page:
                    for name, place in pages.items():
                        page.goto(f"{house.base}/console{place}")
                        keep(page, f"{name}-{size}-{scheme}")
                        names.append(f"{name}-{size}-{scheme}")
    return names


def merchant_pages(browser: Browser, house: LiveHouse, dispute_no: str) -> list[str]:
    names: list[str] = []
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            page = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            ).new_page()
            page.goto(f"{house.base}/merchant?dispute={dispute_no}#token={house.merchant('m-feiyu').token}")
            keep(page, f"merchant-{size}-{scheme}")
            names.append(f"merchant-{size}-{scheme}")
            page.context.close()
    return names


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, staffed(Path(folder)) as house, chromium() as browser:
        found = busy_day.cases(house)
        talks = busy_day.talks(house, busy_day.afternoon(house, 14, 25))
        names = staff_pages(browser, house, places(found, talks["秦朗"]))
        names += merchant_pages(browser, house, found["dispute_new"])
    lines = [f"## {name}\n\n![{name}]({name}.png)\n" for name in names]
    (FOLDER / "README.md").write_text("# The pages\n\nMade by `make pages`.\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
