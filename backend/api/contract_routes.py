"""Every public route in one table: what it is for, takes and answers. A test holds the router to it."""

from dataclasses import dataclass

from pydantic import BaseModel

from . import agent_chargebacks, desk_shapes, merchant, platform_shapes, policy, shapes

CONVERSATION = "/v1/customer/conversations/{conversation_id}"
AGENT, ACTIONS = "/v1/agent", "/v1/actions/conversations/{conversation_id}"
PAGED = ("state",)


@dataclass(frozen=True)
class Route:
    """`door` "" is open; `form` the fields of a multipart body; `answers` what `status` carries."""

    door: str
    method: str
    path: str
    summary: str
    shape: type[BaseModel] | None = None
    status: int = 200
    answers: str = "the thing itself"
    query: tuple[str, ...] = ()
    form: tuple[str, ...] = ()


def _lists(door: str, prefix: str, *nouns: tuple[str, str]) -> list[Route]:
    """A list and its single things."""
    made = []
    for noun, key in nouns:
        made.append(Route(door, "GET", f"{prefix}/{noun}", f"list of {noun}", answers="{items, next}", query=PAGED))
        made.append(Route(door, "GET", f"{prefix}/{noun}/{{{key}}}", f"one of {noun}"))
    return made


STAFF = (
    ("refunds", "refund_no"), ("disputes", "dispute_no"), ("payouts", "payout_no"),
    ("compensations", "compensation_no"), ("callbacks", "callback_no"), ("expedites", "expedite_no"),
    ("chargebacks", "chargeback_no"),
)  # fmt: skip

MARKS = "{customer: {delivered, read}, staff: {delivered, read}}: entry numbers; also `marks` of a stream's state"
STANDS = "{handoff_id, state, agent_id, offered_to}"
# The desk's own: the supervisor's board, people, hours and canned replies; described in docs/api-desk.md.
DESK: tuple[Route, ...] = (
    Route("agent", "GET", f"{AGENT}/board", "supervisor: the live figures",
          answers="{now, open, next_open_at, waiting, messages, agents, breaches, callbacks, today}"),
    Route("agent", "GET", f"{AGENT}/staff", "who serves, and to whom a talk can be handed",
          answers="{items, teams, outcomes, next}"),
    Route("agent", "POST", f"{AGENT}/staff/{{username}}", "supervisor: somebody's skills and room",
          desk_shapes.PutStaff),
    Route("agent", "POST", f"{AGENT}/staff/{{username}}/presence", "supervisor: take somebody off duty",
          desk_shapes.SetPresence),
    Route("agent", "GET", f"{AGENT}/hours", "the hours of service and their versions",
          answers="{version, opens, closes, days, open, next_open_at, history}"),
    Route("agent", "POST", f"{AGENT}/hours", "supervisor: other hours, holidays; 409 if they were changed meanwhile",
          desk_shapes.SetHours, answers="{version}"),
    Route("agent", "GET", f"{AGENT}/replies", "canned replies; as they read in a conversation, if one is named",
          answers="{items, teams, variables, next}", query=("team", "conversation_id")),
    Route("agent", "POST", f"{AGENT}/replies", "supervisor: a new canned reply", desk_shapes.PutReply, 201),
    Route("agent", "POST", f"{AGENT}/replies/{{reply_no}}", "supervisor: other words for one", desk_shapes.PutReply),
    Route("agent", "DELETE", f"{AGENT}/replies/{{reply_no}}", "supervisor: take one away"),
    Route("agent", "POST", f"{AGENT}/refunds/assign", "give a pile of reviews to a colleague, or back (to: null)",
          desk_shapes.AssignReviews, answers="{assigned, refused: [{refund_no, why}]}"),
    Route("agent", "POST", f"{AGENT}/conversations/{{conversation_id}}/take", "supervisor: talk from now on",
          shapes.HandoffStep, answers=STANDS),
    Route("agent", "POST", f"{AGENT}/conversations/{{conversation_id}}/reassign", "supervisor: offer to a colleague",
          desk_shapes.Reassign, answers=STANDS),
    Route("agent", "POST", f"{AGENT}/conversations/{{conversation_id}}/marks", "how far the desk has got and shown it",
          desk_shapes.Marks, answers=MARKS),
)  # fmt: skip

ROUTES: tuple[Route, ...] = (
    Route("customer", "POST", "/v1/customer/conversations", "the open conversation, made if there is none",
          shapes.OpenConversation, answers="{conversation_id, last_seq}"),
    Route("customer", "POST", f"{CONVERSATION}/messages", "say something, or take an offered choice", shapes.Say,
          202, "{seq}"),
    Route("customer", "POST", f"{CONVERSATION}/typing", "tell a person that the buyer is typing", None, 202),
    Route("customer", "POST", f"{CONVERSATION}/marks", "how far the window has got the thread and shown it",
          desk_shapes.Marks, answers=MARKS),
    Route("customer", "GET", f"{CONVERSATION}/entries", "entries after a number, waiting for one", None, 200,
          "{entries, status, owner, last_seq}", ("after_seq", "wait_ms", "settled")),
    Route("customer", "GET", f"{CONVERSATION}/stream", "the same as server-sent events; resumes by Last-Event-ID"),
    Route("customer", "POST", f"{CONVERSATION}/evidence", "send a picture", None, 201,
          "{evidence_id, seq, check}", form=("file", "client_msg_id", "order_no", "kind")),
    Route("customer", "POST", f"{CONVERSATION}/rating", "say how a person's help was, 1 to 5", shapes.Rate, 200,
          "{seq, score}"),
    Route("customer", "GET", "/v1/customer/evidence/{evidence_id}", "a picture's check",
          answers="{evidence_id, uploaded_at, removed_at: when its days of keeping were over, check}"),
    Route("customer", "GET", "/v1/customer/evidence/{evidence_id}/picture", "my own picture", query=("size",)),
    *_lists("customer", "/v1/customer", ("orders", "order_no"), ("refunds", "refund_no")),
    Route("customer", "POST", "/v1/customer/refunds", "file without the chat", shapes.FileRefund, 201),
    Route("customer", "POST", "/v1/customer/refunds/{refund_no}/events", "do something with a filed refund",
          shapes.BuyerEvent),
    Route("customer", "GET", "/v1/customer/callback-slots", "half-hours that can be booked",
          query=("day",), answers="{items, next}"),
    Route("customer", "GET", "/v1/customer/callbacks", "my callbacks", answers="{items, next}"),
    Route("customer", "POST", "/v1/customer/callbacks", "book a callback", shapes.RequestCallback, 201),
    Route("customer", "POST", "/v1/customer/callbacks/{callback_no}/events", "reschedule or cancel",
          shapes.CallbackEvent),
    Route("", "POST", f"{AGENT}/session", "sign in", shapes.SignIn, answers="{token, role, name, expires_at}"),
    Route("agent", "DELETE", f"{AGENT}/session", "sign out"),
    Route("agent", "POST", f"{AGENT}/presence", "online, away, offline", shapes.Presence),
    Route("agent", "GET", f"{AGENT}/queue", "who waits, who is mine, who is offered to me, who has left a message",
          answers="{items, mine, messages, presence, now, next}"),
    Route("agent", "GET", f"{AGENT}/stream", "an event whenever something has changed"),
    Route("agent", "GET", f"{AGENT}/counts", "how much of each kind waits for somebody"),
    Route("agent", "GET", f"{AGENT}/rejections", "the rejection codes with their words"),
    *_lists("agent", AGENT, ("conversations", "conversation_id"), *STAFF),
    Route("agent", "GET", f"{AGENT}/conversations/{{conversation_id}}/entries", "the whole thread, notes included",
          query=("after_seq", "wait_ms")),
    Route("agent", "GET", f"{AGENT}/conversations/{{conversation_id}}/stream", "the thread as server-sent events"),
    Route("agent", "POST", f"{AGENT}/conversations/{{conversation_id}}/accept", "take the conversation"),
    Route("agent", "POST", f"{AGENT}/conversations/{{conversation_id}}/{{event}}",
          "messages (client_msg_id, text, visibility); typing; decline, hold (until_at), resume, transfer (reason, and "
          "to a colleague or team a skill), return, resolve (outcome)", shapes.HandoffStep,
          answers="{handoff_id, state, agent_id, offered_to}; messages: 202 {seq}"),
    *DESK,
    *(Route("agent", "POST", f"{AGENT}/{noun}/{{{key}}}/events", f"do something with one of {noun}", shapes.StaffEvent)
      for noun, key in STAFF),
    Route("agent", "POST", f"{AGENT}/refunds", "file for a buyer through an override", shapes.FileForBuyer, 201),
    Route("agent", "POST", f"{AGENT}/orders/{{order_no}}/express", "enable express on an order"),
    Route("agent", "POST", f"{AGENT}/disputes/{{dispute_no}}/compensations", "propose a compensation",
          shapes.ProposeCompensation, 201),
    Route("agent", "GET", f"{AGENT}/customers/{{customer_id}}", "a buyer and their history",
          answers="{customer_id, name, standing, orders, refunds, talks}"),
    Route("agent", "GET", f"{AGENT}/handoffs/{{handoff_id}}", "an ended talk with a person, to read",
          answers="{handoff_id, conversation_id, handoff_state, reason_code, requested_at, accepted_at, ended_at, "
                  "agent_id, agent_name, end_reason, asked, score, customer_id, entries}"),
    Route("agent", "GET", f"{AGENT}/evidence/{{evidence_id}}/picture",
          "a picture; 409 being_checked for the seconds, five minutes at most, until it is checked", query=("size",)),
    *_lists("merchant", "/v1/merchant", ("disputes", "dispute_no")),
    Route("merchant", "GET", "/v1/merchant/stream",
          "`changed` whenever a case of my disputes has moved; resumes by Last-Event-ID"),
    Route("merchant", "POST", "/v1/merchant/disputes/{dispute_no}/events", "accept, contest, supply",
          merchant.MerchantEvent),
    Route("merchant", "POST", "/v1/merchant/evidence", "send a picture for a dispute", None, 201, "{evidence_id}",
          form=("file", "dispute_no")),
    Route("merchant", "GET", "/v1/merchant/evidence/{evidence_id}/picture",
          "a picture of one of my disputes; 409 being_checked for a buyer's until it is checked", query=("size",)),
    Route("platform", "PUT", "/v1/platform/customers/{customer_id}", "mirror a customer", platform_shapes.PutCustomer),
    Route("platform", "PUT", "/v1/platform/merchants/{merchant_id}", "mirror a merchant", platform_shapes.PutMerchant),
    Route("platform", "PUT", "/v1/platform/orders/{order_no}", "mirror an order", platform_shapes.PutOrder),
    Route("platform", "PUT", "/v1/platform/orders/{order_no}/chargebacks/{chargeback_no}",
          "report that the bank takes a payment back", agent_chargebacks.PutChargeback),
    Route("platform", "GET", "/v1/platform/events", "everything the host should know", answers="{items, next}",
          query=("after_seq", "limit")),
    Route("platform", "GET", "/v1/platform/policy", "the tables in force"),
    Route("platform", "GET", "/v1/platform/policy/{version}", "one version of the tables"),
    Route("platform", "GET", "/v1/platform/policy/{version}/rules", "the version as a page to read",
          answers="Markdown"),
    Route("platform", "POST", "/v1/platform/policy/simulate", "what a proposed version would change", policy.Simulate),
    Route("platform", "POST", "/v1/platform/clock", "sandbox: move the clock", platform_shapes.MoveClock,
          answers="{now}"),
    Route("platform", "POST", "/v1/platform/sandbox/channel", "sandbox: how the channel treats the next refund",
          platform_shapes.SetChannel),
    Route("", "GET", "/rules", "the refund rules in force, as buyers read them", answers="HTML"),
    Route("", "GET", "/healthz", "whether the process lives"),
    Route("", "GET", "/readyz", "whether it can serve, and what is missing"),
    Route("", "GET", "/metrics", "Prometheus"),
)  # fmt: skip
