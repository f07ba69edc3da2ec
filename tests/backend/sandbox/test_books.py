"""The sandbox's brain: one number is one refund, behaviours meet the order they were given for, news is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sandbox.books import Books, Discordant
from backend.sandbox.manners import MANNERS, RETELLS_S
from backend.sandbox.own_clock import OwnClock
from tests.backend.desk import DAY, MINUTE, SECOND, START


class Clock:
    def __init__(self) -> None:
        self.at = START

    def now(self) -> object:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def books(tmp_path: Path, clock: Clock) -> Iterator[Books]:
    made = Books(tmp_path / "books.db", clock.now)  # type: ignore[arg-type]
    yield made
    made.close()


def kinds(books: Books) -> list[str]:
    return [news.kind for news in books.due()]


def test_behaviours_are_those_of_the_contract() -> None:
    assert set(MANNERS) == {
        "success", "processing", "timeout_after", "timeout_before", "refused", "abnormal", "closed", "reverse",
        "drop_notify", "duplicate_notify", "reorder_notify",
    }  # fmt: skip


def test_a_behaviour_waits_for_its_order(books: Books) -> None:
    books.behave("wechat", "processing", "LY1")
    books.behave("wechat", "refused", None)
    books.behave("alipay", "closed", None)
    assert books.refund("wechat", "RF1", "T1", 100, "LY2") == "refused", "the one for any order"
    assert books.refund("wechat", "RF2", "T2", 100, "LY3") == "success", "nothing is left for this one"
    assert books.refund("wechat", "RF3", "T3", 100, "LY1") == "processing"
    assert books.refund("wechat", "RF4", "T4", 100, "LY1") == "success", "for the next refund alone"
    with pytest.raises(KeyError):
        books.behave("wechat", "explode", None)


def test_same_number_is_one_refund(books: Books, clock: Clock) -> None:
    books.behave("wechat", "processing", None)
    assert [books.refund("wechat", "RF1", "T1", 100, None) for _ in range(3)] == ["processing"] * 3
    clock.at += MINUTE
    assert books.refund("wechat", "RF1", "T1", 100, None) == "success"
    for other in (("alipay", "T1", 100), ("wechat", "T2", 100), ("wechat", "T1", 101)):
        channel, trade, fen = other
        with pytest.raises(Discordant):
            books.refund(channel, "RF1", trade, fen, None)


def test_refused_stays_refused(books: Books, clock: Clock) -> None:
    books.behave("alipay", "refused", None)
    assert books.refund("alipay", "RF1", "T1", 100, None) == "refused"
    clock.at += DAY
    assert books.refund("alipay", "RF1", "T1", 100, None) == "refused"
    assert kinds(books) == []


def test_broken_before_leaves_nothing(books: Books) -> None:
    books.behave("alipay", "timeout_before", None)
    assert books.refund("alipay", "RF1", "T1", 100, None) is None
    assert books.find("RF1") is None
    assert books.refund("alipay", "RF1", "T1", 100, None) == "success"


def test_settles_to_the_second(books: Books, clock: Clock) -> None:
    books.behave("wechat", "abnormal", None)
    books.refund("wechat", "RF1", "T1", 100, None)
    clock.at += MINUTE - timedelta(microseconds=1)
    assert (books.find("RF1").kind, kinds(books)) == ("processing", [])  # type: ignore[union-attr]
    clock.at += timedelta(microseconds=1)
    assert (books.find("RF1").kind, kinds(books)) == ("abnormal", ["abnormal"])  # type: ignore[union-attr]
    assert books.redirect("RF1")
    assert books.find("RF1").kind == "processing"  # type: ignore[union-attr]
    clock.at += MINUTE
    assert books.find("RF1").kind == "success"  # type: ignore[union-attr]
    assert not books.redirect("RF1")


@given(behaviour=st.sampled_from(sorted(set(MANNERS) - {"timeout_before"})), back=st.integers(0, 10**7))
def test_a_clock_set_back_un_happens_nothing(
    tmp_path_factory: pytest.TempPathFactory, behaviour: str, back: int
) -> None:
    clock = Clock()
    books = Books(tmp_path_factory.mktemp("b") / "b.db", clock.now)  # type: ignore[arg-type]
    books.behave("wechat", behaviour, None)
    books.refund("wechat", "RF1", "T1", 100, None)
    clock.at -= timedelta(seconds=back)
    assert books.find("RF1").kind in {"success", "processing", "refused"}  # type: ignore[union-attr]
    assert books.refund("wechat", "RF1", "T1", 100, None) in {"success", "processing", "refused"}
    books.close()


def test_duplicates_come_under_the_old_id_and_a_new_one(books: Books, clock: Clock) -> None:
    books.behave("wechat", "duplicate_notify", None)
    books.refund("wechat", "RF1", "T1", 100, None)
    clock.at += SECOND
    first, second, third = books.due()
    assert first.notice_id == second.notice_id != third.notice_id
    assert [news.kind for news in (first, second, third)] == ["success"] * 3


def test_untold_news_is_told_again_and_at_last_dropped(books: Books, clock: Clock) -> None:
    books.refund("wechat", "RF1", "T1", 100, None)
    clock.at += SECOND
    (news,) = books.due()
    waited = []
    while news is not None:
        books.untold(news)
        ahead = books.next_at()
        if ahead is None:
            break
        waited.append((ahead - clock.at).total_seconds())
        clock.at = ahead
        (again,) = books.due()
        assert again.notice_id == news.notice_id
        news = again
    assert tuple(waited) == RETELLS_S
    assert sum(waited) == 24 * 3600 + 4 * 60


def test_books_and_clock_outlive_the_process(books: Books, clock: Clock, tmp_path: Path) -> None:
    books.behave("bank", "closed", "LY1")
    books.refund("bank", "RF1", "T1", 7, None)
    again = Books(tmp_path / "books.db", clock.now)  # type: ignore[arg-type]
    assert again.find("RF1").fen == 7  # type: ignore[union-attr]
    assert again.refund("bank", "RF2", "T2", 8, "LY1") == "processing"
    again.close()
    own = OwnClock(tmp_path / "clock")
    own.set(START + 400 * DAY)
    kept = OwnClock(tmp_path / "clock")
    assert abs(kept.now() - START - 400 * DAY) < MINUTE
