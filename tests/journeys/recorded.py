"""`make conversations`: three talks at the real house, as Markdown with pictures of the window."""

import io
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from PIL import Image
from playwright.sync_api import Page

from tests.browser.window_page import PHONE, chromium
from tests.live import LiveHouse

from .line import Line
from .scene import House, Scene
from .schedule import BEGIN, Schedule
from .task import Task

Json = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "conversations"
TALKS = Path(__file__).parent / "recorded.yml"
COLOURS = 128
DOES = {"reject": "The reviewer turns it down.", "approve": "The reviewer approves it."}
QUIET_MS = 1500  # for milestones to be told


class Recording:
    """One talk: said in the thread, seen in the window, written down."""

    def __init__(self, house: House, talk: Json, page: Page) -> None:
        task = Task(talk["id"], "recorded", talk["orders"], (), (), {}, (), frozenset())
        self.talk, self.page, self.house = talk, page, house
        self.scene = Scene(house, task, house.move)
        self.me = self.scene.me
        called = {"name": talk["name"], "standing": "good"}
        house.platform.put(f"/v1/platform/customers/{self.scene.customer_id}", called)
        self.scene.line = self.line = Line(house.live, self.scene.customer_id)
        page.goto(f"{house.live.base}/window#token={self.me.token}")
        self.lines = [f"# {talk['title']}", "", talk["about"], ""]
        self._write()

    def play(self) -> None:
        for step in self.talk["story"]:
            ((verb, what),) = step.items()
            getattr(self, f"_{verb}")(what)
            if verb != "shot":
                self._write()

    def _say(self, text: str) -> None:
        self.line.post(text=text)
        self.line.settled()
        self._quiet()

    def _send(self, kind: str) -> None:
        self.line.upload(self.scene.picture(kind, "a"))
        self.line.settled()
        self._quiet()

    def _staff(self, what: Json) -> None:
        self.lines += [f"*{DOES[what['do']]}*", ""]
        self.scene._staff("a", **what)
        self._quiet()

    def _clock(self, hours: str) -> None:
        self.lines += [f"*{hours.removesuffix('h')} hours later.*", ""]
        self.house.move(self.house.now() + timedelta(hours=int(hours.removesuffix("h"))))
        self._quiet()

    def _quiet(self) -> None:
        """What follows by itself is part of the answer."""
        end = time.monotonic() + QUIET_MS / 1000
        while time.monotonic() < end:
            time.sleep(0.2)
            self.line.settled()

    def _shot(self, name: str) -> None:
        self.page.wait_for_timeout(700)
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        file = f"{self.talk['id']}-{name}.png"
        shot.quantize(COLOURS).save(FOLDER / file, optimize=True)
        self.lines += [f'<img src="{file}" width="260" alt="{self.talk["title"]}: {name}">', ""]

    def _write(self) -> None:
        for entry in self.line.take():
            self.lines += _said(entry)

    def save(self) -> None:
        (FOLDER / f"{self.talk['id']}.md").write_text("\n".join(self.lines).rstrip() + "\n", "utf-8")


def _said(entry: Json) -> list[str]:
    if entry["kind"] == "customer.said":
        return [f"**买家**　{entry['text']}", ""]
    if entry["kind"] == "evidence.attached":
        return ["**买家**　*（发来一张图片）*", ""]
    if entry["kind"] != "bot.said":
        return []
    lines = [f"> **小云**　{entry['text']}"]
    card = entry.get("card") or {}
    lines += [f"> <br>　{row['label']}：{row['value']}" for row in card.get("rows") or []]
    if entry.get("choices"):
        lines.append("> <br>　" + " ".join(f"`{choice['label']}`" for choice in entry["choices"]))
    return [*lines, ""]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, LiveHouse(Path(folder)) as live, chromium() as browser:
        schedule = Schedule(live)
        for talk in yaml.safe_load(TALKS.read_text("utf-8")):
            schedule.house.move(BEGIN)
            size = {"width": PHONE[0], "height": PHONE[1]}
            page = browser.new_page(viewport=size, reduced_motion="reduce", locale="zh-CN")
            with schedule.on_duty("online"):
                recording = Recording(schedule.house, talk, page)
                recording.play()
                recording.save()
            page.close()
            print(f"docs/conversations/{talk['id']}.md", flush=True)


if __name__ == "__main__":
    main()
