"""Every screen that proves something is accepted for its own order, and for no other; what proves nothing is not."""

import pytest

from .measure import seen

pytestmark = [pytest.mark.browser, pytest.mark.processes]


async def test_each_screen_is_taken_for_what_it_is() -> None:
    shots = await seen(1, how=("sent",))
    assert len(shots) >= 28
    assert [one.screen.name for one in shots if not one.right or not one.of_kind] == []
    assert [(one.screen.name, one.unseen()) for one in shots if one.unseen()] == []
    assert [one.screen.name for one in shots if one.fell_for] == []
