"""Two tabs of one agent, and two agents on one talk: one owner who writes, the others read and are told whose it is."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from ops.setup import SERVICE
from tests.browser import two_sides
from tests.browser.staff_desk import PATIENCE_MS, WIDE, seat, sign_in
from tests.browser.two_sides import buying, confirm, entry, on_duty, seen, talk_of
from tests.browser.window_page import say
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PASSWORD = "correct horse"
# Counts what is rung for and how often a tab wanted to, over all tabs of the browser.
EARS = """() => {
  const more = name => localStorage.setItem(name, Number(localStorage.getItem(name) ?? 0) + 1);
  const start = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (...when) { more('notes'); start.apply(this, when); };
  const request = navigator.locks.request.bind(navigator.locks);
  navigator.locks.request = async (name, act) => { const done = await request(name, act); more('calls'); return done; };
}"""


@contextmanager
def another_tab(page: Page, address: str) -> Iterator[Page]:
    """Of the same browser, opened from the page: the session comes along."""
    with page.context.expect_page() as opened:
        page.evaluate("address => void window.open(address)", address)
    tab = opened.value
    broken: list[str] = []
    tab.on("pageerror", lambda error: broken.append(str(error)))
    expect(tab.get_by_test_id("console")).to_be_visible(timeout=PATIENCE_MS)
    yield tab
    assert broken == []


@contextmanager
def colleague(browser: Browser, house: LiveHouse, username: str, place: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce", locale="zh-CN")
    page.goto(f"{house.base}/console{place}")
    sign_in(page, username, PASSWORD)
    expect(page.get_by_test_id("console")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    page.close()


@pytest.fixture(scope="module")
def second(desk: LiveHouse) -> str:
    """A second agent, hired by the operator's command."""
    done = subprocess.run(
        [SERVICE, "-m", "backend", "staff", "put", "agent-2", "agent", "客服小何"],
        input=f"{PASSWORD}\n", text=True, env=desk.env, capture_output=True, check=False,
    )  # fmt: skip
    assert "agent-2\tagent\t客服小何" in done.stdout, done.stderr
    return "agent-2"


def stored(page: Page, name: str) -> int:
    return int(page.evaluate("name => Number(localStorage.getItem(name) ?? 0)", name))


def counted(page: Page, name: str, times: int) -> None:
    page.wait_for_function("([name, times]) => Number(localStorage.getItem(name)) >= times", arg=[name, times])


def test_two_tabs_are_one_agent(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("秦朗")
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as one:
        say(buyer, "卡密打不开")
        talk = talk_of(desk, name)
        one.context.add_init_script(f"({EARS})()")
        one.reload()
        with another_tab(one, f"{desk.base}/console#/conversations/{talk}") as two:
            on_duty(desk, "agent")
            expect(one.get_by_test_id("presence").get_by_label("在线")).to_be_checked(timeout=PATIENCE_MS)
            expect(two.get_by_test_id("presence").get_by_label("在线")).to_be_checked(timeout=PATIENCE_MS)
            two_sides.ask_person(desk, talk)
            for tab in (one, two):
                expect(tab.get_by_test_id("group-offered")).to_be_visible(timeout=PATIENCE_MS)
            counted(one, "calls", 2)  # both tabs wanted to
            assert stored(one, "notes") == 2  # one call of two notes
            board = desk.staff("operator").get("/v1/agent/board")["agents"]
            (mine,) = [each for each in board["items"] if each["username"] == "agent"]
            assert (board["online"], mine["load"]) == (1, 1)

            one.get_by_test_id("group-offered").get_by_test_id("accept-offer").click()
            expect(two.get_by_test_id("resolve")).to_be_visible(timeout=PATIENCE_MS)
            say(buyer, "提示已被使用")
            for tab in (one, two):
                seen(tab, "customer.said", "提示已被使用")
            say(two, "我来查这张卡")
            say(one, "请稍等")
            seen(buyer, "agent.said", "请稍等")
            for page in (one, two, buyer):
                for words in ("我来查这张卡", "请稍等"):
                    said = page.locator('[data-kind="agent.said"]').filter(has_text=words)
                    expect(said).to_have_count(1, timeout=PATIENCE_MS)
            for tab in (one, two):
                expect(tab.get_by_test_id("unsent")).to_have_count(0, timeout=PATIENCE_MS)

            one.close()
            on_duty(desk, "agent", "supervisor")  # the supervisor has no page: the minute takes them, and them alone
            watch = desk.staff("operator")
            for _ in range(20):
                two_sides.advance(desk, 61)
                items = watch.get("/v1/agent/board")["agents"]["items"]
                people = {each["username"]: each["presence"] for each in items}
                if people["supervisor"] == "offline":
                    break
                buyer.wait_for_timeout(50)
            assert people == people | {"supervisor": "offline", "agent": "online"}
            say(two, "查到了，给您补一张")
            seen(buyer, "agent.said", "补一张")
            two.get_by_test_id("return").click()
            confirm(two)
            seen(buyer, "handoff.returned")


def test_one_owns_and_the_other_reads(browser: Browser, desk: LiveHouse, second: str) -> None:
    name = desk.buyer("罗敏")
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as owner:
        say(buyer, "怎么还没到账")
        talk = talk_of(desk, name)
        place = f"#/conversations/{talk}"
        owner.goto(f"{desk.base}/console{place}")
        with colleague(browser, desk, second, place) as other:
            expect(other.get_by_test_id("accept")).to_be_visible(timeout=PATIENCE_MS)
            owner.get_by_test_id("accept").click()
            owner_name = owner.evaluate("JSON.parse(sessionStorage.getItem('refund-desk.staff')).name")
            expect(other.get_by_test_id("main")).to_contain_text(f"{owner_name} 接待中", timeout=PATIENCE_MS)
            expect(other.get_by_test_id("composer-form")).to_contain_text("由同事接待中")
            for gone in ("visibility-public", "accept", "take", "hold", "transfer", "resolve", "return"):
                expect(other.get_by_test_id(gone)).to_have_count(0)
            say(owner, "我看一下流水")
            seen(other, "agent.said", "我看一下流水")
            say(other, "这家商户今天都慢")  # among ourselves
            note = owner.locator('[data-visibility="internal"]').last
            expect(note).to_contain_text("这家商户今天都慢", timeout=PATIENCE_MS)

            # A note that is being written stays one when the talk comes free under the writer's hands.
            other.get_by_test_id("composer").fill("买家情绪不好")
            owner.get_by_test_id("return").click()
            confirm(owner)
            expect(other.get_by_test_id("visibility-internal")).to_be_checked(timeout=PATIENCE_MS)
            other.get_by_test_id("composer").press("Enter")
            expect(note).to_contain_text("情绪不好", timeout=PATIENCE_MS)
            assert buyer.get_by_test_id("entry").filter(has_text="情绪不好").count() == 0
            expect(other.get_by_test_id("accept")).to_be_visible()  # nothing was taken over by it

            owner.get_by_test_id("accept").click()
            expect(owner.get_by_test_id("resolve")).to_be_visible(timeout=PATIENCE_MS)
            with seat(browser, desk, "supervisor", place) as boss:
                boss.get_by_test_id("take").click(timeout=PATIENCE_MS)
                boss.get_by_test_id("note").fill("我来处理")
                confirm(boss)
                expect(boss.get_by_test_id("resolve")).to_be_visible(timeout=PATIENCE_MS)
                expect(owner.get_by_test_id("composer-form")).to_contain_text("由同事接待中", timeout=PATIENCE_MS)
                expect(owner.get_by_test_id("visibility-public")).to_have_count(0)
                say(boss, "主管为您处理")
                for page in (buyer, owner, other):
                    seen(page, "agent.said", "主管为您处理")
                boss.get_by_test_id("resolve").click()
                boss.get_by_label("已解决").check()
                confirm(boss)
            seen(buyer, "handoff.resolved")

            past = other.get_by_test_id("past-talk")
            expect(past).to_have_count(2, timeout=PATIENCE_MS)  # given back once, resolved once
            expect(past.first).to_contain_text("已解决 ")
            buyer.get_by_test_id("rating-card").get_by_test_id("rate-5").click(timeout=PATIENCE_MS)
            expect(past.first).to_contain_text("5 分", timeout=PATIENCE_MS)
            past.first.click()
            opened = other.get_by_test_id("past-talk-open")
            expect(opened).to_contain_text("主管为您处理", timeout=PATIENCE_MS)
            expect(opened).to_contain_text("只能查看")
            expect(opened.get_by_test_id("composer")).to_have_count(0)
            assert entry(other, "handoff.resolved").count() == 1
