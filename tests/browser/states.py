"""Every page and state of the desk, as a table: who looks, the address, what is pressed there. Pictures are made of
them and axe is asked about them."""

from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

from tests.browser.staff_desk import PATIENCE_MS

SHOWN = ".main .head, .side .head, [data-testid='list'] .row, [data-testid='list'] .blank, .page .panel, .page .blank"


@dataclass(frozen=True)
class State:
    name: str
    place: str
    presses: tuple[str, ...] = ()  # test ids, in order; the last one's result is what is looked at
    fills: tuple[tuple[str, str], ...] = ()
    line: str = ""  # what is wrong with it: one of LINES


def states(found: dict[str, str], talks: dict[str, str]) -> dict[str, list[State]]:
    """By role; `found` and `talks` as `busy_day` made them."""
    talk, other = f"#/conversations/{talks['秦朗']}", f"#/conversations/{talks['方圆']}"
    case, appeal = f"#/refunds/{found['refund']}", f"#/refunds/{found['appeal']}"
    mine = f"#/conversations/{talks['罗敏']}"
    reused, done = f"#/refunds/{found['reused']}", f"#/disputes/{found['dispute_done']}"
    compensation, payout = f"#/compensations/{found['compensation']}", f"#/payouts/{found['payout']}"
    chargeback = f"#/chargebacks/{found['chargeback']}"
    return {
        "supervisor": [
            State("board", "#/board"),
            State("staff-change", "#/board", ("staff-change",)),
            State("replies", "#/replies"),
            State("reply-edit", "#/replies", ("add-reply",)),
            State("reply-none", "#/replies", (), (("find-reply", "找不到的"),)),
            State("hours", "#/hours"),
            State("hours-day", "#/hours", ("add-day",)),
            State("expedite", f"#/expedites/{found['expedite']}"),
            State("expedite-assign", f"#/expedites/{found['expedite']}", ("act-assign",)),
            State("take", talk, ("take",)),
            State("reassign-nobody", other, ("reassign",)),
        ],
        "agent": [
            State("queue", "#/conversations"),
            State("offered", other),
            State("decline", "#/conversations", ("decline-offer",), (("note", "正在通话，请同事先接"),)),
            State("talk", talk),
            State("papers", f"{talk}?pane=side"),
            State("file", f"{talk}?pane=side", ("file-for-buyer",)),
            State("past-talk", f"{talk}?pane=side", ("past-talk",)),
            State("replies-box", talk, (), (("composer", "/"),)),
            State("note", mine, ("visibility-internal",), (("composer", "渠道显示成功"),)),
            State("hold", talk, ("hold",)),
            State("transfer", talk, ("transfer",)),
            State("return", talk, ("return",)),
            State("resolve", talk, ("resolve",)),
            State("read-only", f"#/conversations/{talks['宋晴']}"),
            State("me", "#/conversations", ("me",)),
            State("callback", f"#/callbacks/{found['callback']}"),
            State("callback-attempt", f"#/callbacks/{found['callback']}", ("act-attempt",)),
            State("offline", talk, line="offline"),
            State("reconnecting", talk, line="gone"),
        ],
        "reviewer": [
            State("reviews", "#/refunds"),
            State("refund", case),
            State("viewer", reused, ("thumbnail",)),
            State("viewer-pair", reused, ("thumbnail", "viewer-next", "viewer-compare")),
            State("approve", case, ("act-approve",)),
            State("reject", case, ("act-reject",)),
            State("ask-evidence", case, ("act-request_evidence",)),
            State("why-not", case, ("why-not",)),
            State("empty", "#/expedites?tab=done"),
            State("loading", "#/refunds?tab=rejected", line="slow"),
            State("failed", "#/refunds?tab=disputed", line="broken"),
            State("assign", "#/refunds", ("assign-open", "pick-all")),
        ],
        "senior_reviewer": [State("appeal", appeal), State("uphold", appeal, ("act-uphold",))],
        "adjudicator": [
            State("dispute", f"#/disputes/{found['dispute']}"),
            State("viewer-alone", f"#/disputes/{found['dispute']}", ("thumbnail",)),
            State("ruling", f"#/disputes/{found['dispute']}", ("act-decide_partial",), (("amount", "300"),)),
            State("dispute-done", f"{done}?tab=done"),
        ],
        "senior_adjudicator": [
            State("compensation", compensation),
            State("compensation-approve", compensation, ("act-second_approve",)),
        ],
        "finance": [
            State("payout", payout),
            State("payout-redirect", payout, ("act-redirect",)),
            State("chargebacks", "#/chargebacks"),
            State("chargeback", chargeback),
            State("chargeback-lose", chargeback, ("act-lose",)),
        ],
    }


def evening(talks: dict[str, str], handed: str) -> dict[str, list[State]]:
    """With room at the supervisor's: handing on by name, before and after; `handed` is what was just handed on."""
    talk = f"#/conversations/{talks['秦朗']}"
    to = (("transfer-to", "to:supervisor"), ("note", "买家要求主管答复"))
    return {
        "agent": [State("transfer-named", talk, ("transfer",), to)],
        "supervisor": [
            State("handed-on", f"#/conversations/{handed}"),
            State("reassign", f"#/conversations/{talks['白露']}", ("reassign",)),
        ],
    }


def _refused(route: Route) -> None:
    route.fulfill(status=503, json={"detail": "系统有点忙，请稍后再试。", "code": "internal"})


LINES = {
    "slow": ("**/v1/agent/refunds?*", lambda route: None),
    "broken": ("**/v1/agent/refunds?*", _refused),
    "gone": ("**/v1/agent/**/stream", lambda route: route.abort()),
}


def show(page: Page, base: str, state: State) -> None:
    """Bring the page into this state, whatever it was in before."""
    page.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(False)
    while page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    for draft in page.get_by_test_id("composer").locator("visible=true").all():
        draft.fill("")  # it would be kept
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur()")
    if state.line in LINES:
        page.route(*LINES[state.line])
    page.goto(f"{base}/console{state.place}")
    if state.line == "gone":
        page.reload()
    expect(page.locator(SHOWN).locator("visible=true").first).to_be_visible(timeout=PATIENCE_MS)
    if state.line != "gone":
        expect(page.locator(".thread[aria-busy='true']").locator("visible=true")).to_have_count(0, timeout=PATIENCE_MS)
    page.context.set_offline(state.line == "offline")
    if state.line in {"offline", "gone"}:
        expect(page.locator(".line-down:not(.is-hidden)")).to_be_visible(timeout=PATIENCE_MS)
    for press in state.presses:
        page.get_by_test_id(press).first.click(timeout=PATIENCE_MS)
        page.mouse.move(0, 0)
    for field, text in state.fills:
        box = page.get_by_test_id(field)
        box.select_option(text) if field == "transfer-to" else box.fill(text)
