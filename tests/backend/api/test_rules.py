"""The rules as anybody may read them: no sign-in, no script, the very sentences of the version in force."""

import re
from typing import Any

import aiohttp
import pytest

from backend.domain.rules_page import rules_page

from .doors import Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def read(doors: Doors) -> tuple[Any, str]:
    base = doors.nobody._base
    async with aiohttp.ClientSession() as session, session.get(f"{base}/rules") as answer:
        return answer, await answer.text()


async def test_anybody_may_read_the_rules(doors: Doors) -> None:
    answer, html = await read(doors)
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert "<h1>退款规则</h1>" in html
    assert "版本 2026.1，2026-01-01 起生效" in html


async def test_the_page_says_what_the_platform_reads(doors: Doors) -> None:
    """Line for line the Markdown behind the platform's door, with nothing of its marks left over."""
    _, html = await read(doors)
    told = await doors.platform.get("/v1/platform/policy")
    policy = doors.house.desk.policies.get(told["version"])
    assert policy is not None
    lines = [line.lstrip("#- ") for line in rules_page(policy).splitlines() if line]
    shown = [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<(?:h\d|p|li)>.*?</(?:h\d|p|li)>", html)]
    assert shown == [line.replace('"', "&quot;") for line in lines]
