"""The supervisor's doors: the board, canned replies, hours, people, piles of reviews, marks of what was read."""

import pytest

from tests.backend.desk import MINUTE

from .doors import Answered, Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGENT = "/v1/agent"


async def waits(doors: Doors, me: Caller) -> str:
    """A buyer who has asked for a person, somebody being there."""
    await (await doors.staff("agent")).post(f"{AGENT}/presence", {"state": "online"})
    name = (await doors.talk(me)).rsplit("/", 1)[1]
    await doors.actions.post(f"/v1/actions/conversations/{name}/handoff", {"reason_code": "customer_request"})
    return name


async def ended(doors: Doors, name: str, **body: object) -> Answered:
    return await (await doors.staff("agent")).post(f"{AGENT}/conversations/{name}/resolve", body)


async def test_a_reply_is_filled_with_what_is_known(doors: Doors, me: Caller) -> None:
    lead, agent = await doors.staff("supervisor"), await doors.staff("agent")
    text = "{姓名}您好，订单 {订单号} 的退款 {退款单号}，共 {退款金额}"
    made = await lead.post(f"{AGENT}/replies", {"team": "orders", "title": "进度", "text": text})
    assert made.status == 201
    name = (await doors.talk(me)).rsplit("/", 1)[1]
    known = {"team": "orders", "conversation_id": name}
    (bare,) = (await agent.get(f"{AGENT}/replies", **known))["items"]
    assert bare["missing"] == ["姓名", "订单号", "退款单号", "退款金额"]
    await doors.platform.put(f"/v1/platform/customers/{me.id}", {"name": "林晓"})
    order_no = await doors.order(me)
    refund = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered"})
    (found,) = (await agent.get(f"{AGENT}/replies", **known))["items"]
    assert found["filled"] == f"林晓您好，订单 {order_no} 的退款 {refund['refund_no']}，共 ¥98.00"
    assert found["missing"] == []
    assert (await lead.send("DELETE", f"{AGENT}/replies/{made['reply_no']}")).status == 200
    assert (await agent.get(f"{AGENT}/replies"))["items"] == []


@pytest.mark.parametrize("text", ["{身份证}您好", "{姓名", "姓名}您好", "{}"])
async def test_a_brace_that_names_nothing_is_refused(doors: Doors, text: str) -> None:
    lead = await doors.staff("supervisor")
    refused = await lead.post(f"{AGENT}/replies", {"title": "x", "text": text})
    assert refused.problem == (422, "invalid")


async def test_only_supervisors_write_replies_and_see_the_board(doors: Doors) -> None:
    agent = await doors.staff("agent")
    assert (await agent.post(f"{AGENT}/replies", {"title": "x", "text": "y"})).problem == (403, "forbidden")
    assert (await agent.get(f"{AGENT}/board")).problem == (403, "forbidden")
    hours = {"version": 0, "opens": "10:00", "closes": "20:00", "days": [], "note": "试试"}
    assert (await agent.post(f"{AGENT}/hours", hours)).problem == (403, "forbidden")


async def test_hours_are_versions_and_in_force_at_once(doors: Doors, me: Caller) -> None:
    lead = await doors.staff("supervisor")
    before = await lead.get(f"{AGENT}/hours")
    holiday = {"date": doors.now().date().isoformat(), "note": "盘点"}
    wish = {"version": before["version"], "opens": "09:30", "closes": "21:00", "days": [holiday], "note": "盘点一天"}
    assert (await lead.post(f"{AGENT}/hours", wish))["version"] == before["version"] + 1
    now = await lead.get(f"{AGENT}/hours")
    assert (now["open"], now["next_open_at"][11:16], now["history"][0]["set_by"]) == (False, "09:30", "supervisor")
    slots = (await me.get("/v1/customer/callback-slots"))["items"]
    assert slots[0]["slot_start_at"] == now["next_open_at"]
    assert (await lead.post(f"{AGENT}/hours", wish)).problem == (409, "conflict")
    back = wish | {"version": now["version"], "opens": "09:00", "closes": "22:00", "days": []}
    assert (await lead.post(f"{AGENT}/hours", back)).status == 200
    assert (await lead.get(f"{AGENT}/hours"))["open"] is True


@pytest.mark.parametrize(
    "wrong",
    [{"opens": "22:00", "closes": "09:00"}, {"opens": "09:10"}, {"days": [{"date": "2026-10-01", "opens": "09:00"}]},
     {"days": [{"date": "2026-10-01"}, {"date": "2026-10-01"}]}, {"opens": "24:00"}, {"note": ""}],
)  # fmt: skip
async def test_hours_that_make_no_sense(doors: Doors, wrong: dict[str, object]) -> None:
    lead = await doors.staff("supervisor")
    version = (await lead.get(f"{AGENT}/hours"))["version"]
    wish = {"version": version, "opens": "09:00", "closes": "22:00", "days": [], "note": "x"} | wrong
    assert (await lead.post(f"{AGENT}/hours", wish)).problem == (422, "invalid")


async def test_the_board_counts_what_the_books_bear_out(doors: Doors, me: Caller) -> None:
    lead, agent = await doors.staff("supervisor"), await doors.staff("agent")
    before = (await lead.get(f"{AGENT}/board"))["today"]
    name = await waits(doors, me)
    await doors.house.clock.set(doors.now() + MINUTE / 2)
    board = await lead.get(f"{AGENT}/board")
    assert (board["waiting"]["count"], board["waiting"]["longest_wait_s"]) == (1, 30)
    await agent.post(f"{AGENT}/conversations/{name}/accept")
    await agent.post(f"{AGENT}/conversations/{name}/messages", {"client_msg_id": "a", "text": "您好"})
    (mine,) = [a for a in (await lead.get(f"{AGENT}/board"))["agents"]["items"] if a["username"] == "agent"]
    assert (mine["load"], mine["conversations"][0]["conversation_id"]) == (1, name)
    await ended(doors, name, outcome="solved")
    after = (await lead.get(f"{AGENT}/board"))["today"]
    assert after["closed_by_agent"] - before["closed_by_agent"] == 1
    assert after["outcomes"]["solved"] - before["outcomes"]["solved"] == 1
    assert after["resolved"] == before["resolved"]  # an agent's word alone
    assert after["first_response"]["count"] - before["first_response"]["count"] == 1
    assert (await me.post(f"/v1/customer/conversations/{name}/rating", {"score": 5})).status == 200
    rated = (await lead.get(f"{AGENT}/board"))["today"]
    assert (rated["resolved"] - before["resolved"], rated["rating"]["by_score"]["5"] >= 1) == (1, True)


async def test_the_figures_are_on_metrics(doors: Doors, me: Caller) -> None:
    await waits(doors, me)
    async with doors._session.get(f"{doors.base}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    assert "refund_desk_waiting 1.0" in lines
    assert any(line.startswith('refund_desk_agents{presence="online"} ') for line in lines)
    assert any(line.startswith("python_info") for line in lines)
    await me.post(f"{await doors.talk(me)}/messages", {"client_msg_id": "c", "choice": "cancel_handoff"})


async def test_a_supervisor_takes_and_gives(doors: Doors, me: Caller) -> None:
    lead, agent = await doors.staff("supervisor"), await doors.staff("agent")
    name = await waits(doors, me)
    await agent.post(f"{AGENT}/conversations/{name}/accept")
    assert (await lead.post(f"{AGENT}/conversations/{name}/take")).problem == (409, "not_allowed")  # says no reason
    taken = await lead.post(f"{AGENT}/conversations/{name}/take", {"reason": "我来处理"})
    assert (taken["state"], taken["agent_id"]) == ("connected", "supervisor")
    late = {"client_msg_id": "late", "text": "我还在"}
    assert (await agent.post(f"{AGENT}/conversations/{name}/messages", late)).problem == (409, "not_allowed")
    assert (await agent.post(f"{AGENT}/conversations/{name}/take", {"reason": "x"})).problem == (403, "forbidden")
    given = await lead.post(f"{AGENT}/conversations/{name}/reassign", {"to": "agent", "reason": "还是你来"})
    assert (given["state"], given["offered_to"]) == ("offered", "agent")
    assert (await agent.post(f"{AGENT}/conversations/{name}/accept")).status == 200
    away = {"to": "reviewer", "reason": "x"}
    assert (await lead.post(f"{AGENT}/conversations/{name}/reassign", away)).problem == (409, "not_allowed")
    await ended(doors, name)


async def test_marks_only_grow_and_are_the_holders(doors: Doors, me: Caller) -> None:
    agent, lead = await doors.staff("agent"), await doors.staff("supervisor")
    name = await waits(doors, me)
    await agent.post(f"{AGENT}/conversations/{name}/accept")
    mine = f"/v1/customer/conversations/{name}"
    seq = (await me.post(f"{mine}/messages", {"client_msg_id": "m", "text": "在吗"}))["seq"]
    (shown,) = [c for c in (await agent.get(f"{AGENT}/queue"))["mine"] if c["conversation_id"] == name]
    assert shown["unread"] == 1
    both = {"delivered_seq": seq, "read_seq": seq}
    assert (await lead.post(f"{AGENT}/conversations/{name}/marks", both))["staff"]["read"] == 0
    assert (await agent.post(f"{AGENT}/conversations/{name}/marks", both))["staff"] == {"delivered": seq, "read": seq}
    assert (await me.post(f"{mine}/marks", {"delivered_seq": 10**6}))["customer"] == {"delivered": seq, "read": 0}
    assert (await me.post(f"{mine}/marks", {"delivered_seq": 1}))["customer"] == {"delivered": seq, "read": 0}
    (shown,) = [c for c in (await agent.get(f"{AGENT}/queue"))["mine"] if c["conversation_id"] == name]
    assert (shown["unread"], shown["marks"]["staff"]["read"]) == (0, seq)
    stranger = doors.customer("somebody-else")
    assert (await stranger.post(f"{mine}/marks", {"delivered_seq": 1})).problem == (404, "not_found")
    await ended(doors, name)


async def test_a_pile_of_reviews_for_one_colleague(doors: Doors, me: Caller) -> None:
    lead, reviewer = await doors.staff("supervisor"), await doors.staff("reviewer")
    numbers = []
    for _ in range(2):
        body = {"order_no": await doors.order(me, fen=60_000), "reason": "undelivered"}
        numbers.append((await me.post("/v1/customer/refunds", body))["refund_no"])
    given = await lead.post(f"{AGENT}/refunds/assign", {"refund_nos": [*numbers, "R-none"], "to": "reviewer"})
    assert given["assigned"] == sorted(numbers)
    assert [one["refund_no"] for one in given["refused"]] == ["R-none"]
    listed = (await reviewer.get(f"{AGENT}/refunds", state="under_review"))["items"]
    held = {(row["assigned_to"], row["assigned_name"]) for row in listed if row["refund_no"] in numbers}
    assert held == {("reviewer", "同事 reviewer")}
    other = {"refund_nos": numbers, "to": "senior_reviewer"}
    assert (await reviewer.post(f"{AGENT}/refunds/assign", other)).problem == (403, "forbidden")
    assert (await reviewer.post(f"{AGENT}/refunds/assign", {"refund_nos": numbers}))["assigned"] == sorted(numbers)
    finance = {"refund_nos": numbers, "to": "finance"}
    assert (await lead.post(f"{AGENT}/refunds/assign", finance)).problem == (409, "not_allowed")


async def test_a_case_names_its_merchant_and_whoever_acted(doors: Doors, me: Caller) -> None:
    await doors.platform.put("/v1/platform/merchants/m-named", {"name": "飞鱼点卡专营店", "deposit_fen": 100_000})
    order_no = await doors.order(me, merchant_id="m-named", fen=60_000)
    body = {"order_no": order_no, "reason": "undelivered"}
    path = f"{AGENT}/refunds/{(await me.post('/v1/customer/refunds', body))['refund_no']}"
    reviewer = await doors.staff("reviewer")
    await reviewer.post(f"{path}/events", {"event": "escalate", "note": "金额与流水对不上"})
    case = await reviewer.get(path)
    assert case["merchant_name"] == "飞鱼点卡专营店"
    acted = {row["event"]: row["actor_name"] for row in case["history"]}
    assert (acted["escalate"], acted["submit"]) == ("同事 reviewer", None)


async def test_people_and_what_they_are_given(doors: Doors) -> None:
    lead = await doors.staff("supervisor")
    changed = await lead.post(f"{AGENT}/staff/agent", {"skills": ["payments"], "capacity": 5})
    assert (changed["skills"], changed["capacity"]) == (["payments"], 5)
    assert (await lead.post(f"{AGENT}/staff/agent", {"skills": ["magic"], "capacity": 1})).problem == (422, "invalid")
    await lead.post(f"{AGENT}/staff/agent/presence", {"state": "offline"})
    people = (await lead.get(f"{AGENT}/staff"))["items"]
    assert [(m["presence"], m["can_take"]) for m in people if m["username"] == "agent"] == [("offline", False)]
    await lead.post(f"{AGENT}/staff/agent", {"skills": [], "capacity": 3})
