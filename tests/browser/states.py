"""Every page and state of the desk, as a table: who looks, the address, what is pressed there. Pictures are made of
them and axe is asked about them."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.staff_desk import PATIENCE_MS


@dataclass(frozen=True)
class State:
    name: str
    place: str
    presses: tuple[str, ...] = ()  # test ids, in order; the last one's result is what is looked at
    fills: tuple[tuple[str, str], ...] = ()


def states(found: dict[str, str], talks: dict[str, str]) -> dict[str, list[State]]:
    """By role; `found` and `talks` as `busy_day` made them."""
    talk, other = f"#/conversations/{talks['秦朗']}", f"#/conversations/{talks['方圆']}"
    case, appeal = f"#/refunds/{found['refund']}", f"#/refunds/{found['appeal']}"
    return {
        "supervisor": [
            State("board", "#/board"),
            State("replies", "#/replies"),
            State("reply-edit", "#/replies", ("add-reply",)),
            State("hours", "#/hours"),
            State("expedite", f"#/expedites/{found['expedite']}"),
            State("take", talk, ("take",)),
            State("reassign", other, ("reassign",)),
        ],
        "agent": [
            State("queue", "#/conversations"),
            State("talk", talk),
            State("hold", talk, ("hold",)),
            State("transfer", talk, ("transfer",)),
            State("resolve", talk, ("resolve",)),
            State("me", "#/conversations", ("me",)),
            State("callback", f"#/callbacks/{found['callback']}"),
        ],
        "reviewer": [
            State("reviews", "#/refunds"),
            State("refund", case),
            State("approve", case, ("act-approve",)),
            State("ask-evidence", case, ("act-request_evidence",)),
            State("why-not", case, ("why-not",)),
            State("empty", "#/expedites?tab=done"),
            State("assign", "#/refunds", ("assign-open", "pick-all")),
        ],
        "senior_reviewer": [State("appeal", appeal), State("uphold", appeal, ("act-uphold",))],
        "adjudicator": [
            State("dispute", f"#/disputes/{found['dispute']}"),
            State("ruling", f"#/disputes/{found['dispute']}", ("act-decide_partial",), (("amount", "300"),)),
        ],
        "senior_adjudicator": [State("compensation", f"#/compensations/{found['compensation']}")],
        "finance": [
            State("payout", f"#/payouts/{found['payout']}"),
            State("chargebacks", "#/chargebacks"),
            State("chargeback", f"#/chargebacks/{found['chargeback']}"),
        ],
    }


def show(page: Page, base: str, state: State) -> None:
    """Bring the page into this state, whatever it was in before."""
    while page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    page.goto(f"{base}/console{state.place}")
    shown = page.locator(".main .head, [data-testid='list'] .row, [data-testid='list'] .blank, .page .panel")
    expect(shown.locator("visible=true").first).to_be_visible(timeout=PATIENCE_MS)
    for press in state.presses:
        page.get_by_test_id(press).first.click(timeout=PATIENCE_MS)
    for field, text in state.fills:
        page.get_by_test_id(field).fill(text)
