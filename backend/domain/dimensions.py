"""The words that the policy tables may use: every input with its classes, every outcome, every named value.

An input's classes partition all that can be: each case falls into exactly one class of each input, so a table over
inputs has a finite number of points, and loading can try them all (I22).
"""

REASONS = (
    "undelivered", "topup_not_received", "product_invalid", "product_abnormal", "wrong_topup", "service_fault", "other",
)  # fmt: skip

INPUTS: dict[str, tuple[str, ...]] = {
    # the order
    "delivery": ("unshipped", "in_grace", "past_grace"),  # in_grace: up to 24 h after shipment (A1)
    "usage": ("used", "unused", "partly_used", "none"),  # the supplier's record; none: no record (A5)
    "topup": ("same", "different", "unknown"),  # what was delivered against what was asked for (A3)
    "expiry": ("born_bad", "expired_later", "fine"),  # A4 S7
    "goods": ("ordinary", "appraisal"),
    "revocable": ("revocable", "fixed"),
    "receipt": ("open", "confirmed"),  # by the buyer's own act (A2)
    "age": ("recent", "too_old"),  # since payment
    "remaining": ("some", "nothing"),  # of what was paid
    "active": ("free", "taken"),  # another application holds the order
    "chargeback": ("none", "open"),  # of the bank (A26)
    # the claim
    "reason": REASONS,
    "window": ("open", "closed"),  # 7 days from discovery; open while discovery is not known
    "discovery": ("prompt", "late"),  # late: more than 30 days after delivery
    "asked": ("within", "beyond"),  # 0 < amount ≤ refundable
    "size": ("ordinary", "large"),
    "value": ("small", "considerable"),  # considerable: too much to wave through without a usage record
    "filing": ("buyer", "override"),
    "revocation": ("fine", "failed"),
    # express
    "capable": ("capable", "incapable"),
    "quick_amount": ("below_limit", "at_limit"),
    "standing": ("good", "restricted"),
    "count": ("below_cap", "at_cap"),
    "history": ("clean", "abnormal"),
    # the money's way back
    "channel": ("alipay", "wechat", "bank", "balance"),
    "funding": ("wallet_balance", "debit_card", "credit_card"),
    "account": ("usable", "void"),
}

REJECTIONS = (
    "evidence_incomplete", "evidence_mismatch", "past_window", "user_input_error", "product_used", "expired_by_user",
    "no_liability", "duplicate",
)  # fmt: skip
BLOCKS = (
    "already_refunded", "amount_beyond_refundable", "active_refund", "too_old", "receipt_confirmed", "past_window",
    "chargeback",
)  # fmt: skip
CAUSES = (
    "large", "reason_other", "appraisal", "fault_unknown", "late_discovery", "usage_unknown", "partly_used", "used",
    "override", "revocation_failed",
)  # fmt: skip
LEGS = ("not_undelivered", "other_reason", "not_capable", "amount_limit", "standing", "too_many", "history")
EVIDENCE_KINDS = (
    "order_screenshot", "payment_statement", "activation_failure", "merchant_statement", "fault_screenshot",
    "test_report", "merchant_chat", "other",
)  # fmt: skip
NEXT_STEPS = (
    "supply_evidence", "resubmit", "appeal", "open_dispute", "request_human", "check_refund_progress",
    "file_undelivered", "lower_amount",
)  # fmt: skip
TYPES = ("refund_only", "return_and_refund")
ROUTES = ("original", "balance", "verified_account")
BASES = ("platform_balance_success", "channel_success", "channel_acceptance")
PROMISES = (
    "undelivered_grace", "fault_window", "express", "review", "manual_review", "supplement", "resubmit", "appeal",
    "merchant_response", "dispute_evidence", "adjudication", "credit_alarm", "presumed_close", "expedite_touch",
    "payout_exception", "arrival_inquiry", "second_approval", "draft_idle", "ineligible_idle", "chargeback",
    "breach_again", "redrive", "channel_answer", "payout", "payout_recheck", "dispute_sweep", "merchant_notice", "call",
    "revocation",
)  # fmt: skip
COUNTED = ("hours", "service_hours", "natural_days", "working_days")

# Named values by unit: span (ISO 8601 duration), spans (several), fen, wd (working days), count, clock (HH:MM).
PARAMS: dict[str, str] = {
    "grace_after_ship": "span", "fault_window": "span", "soft_cap": "span", "hard_cap": "span",
    "large": "fen", "unknown_usage_limit": "fen",
    "express_limit": "fen", "express_cap": "count", "express_cap_window": "span", "abnormal_window": "span",
    "express_slo": "span",
    "review_wd": "wd", "manual_wd": "wd", "appeal_wd": "wd", "adjudication_wd": "wd", "supplement_wd": "wd",
    "supplement_rounds": "count", "attempts_max": "count", "resubmit_window": "span",
    "merchant_response": "span", "dispute_evidence": "span", "second_approval_wd": "wd",
    "wallet_arrival_min": "span", "wallet_arrival_max": "span",
    "debit_arrival_min_wd": "wd", "debit_arrival_max_wd": "wd",
    "credit_arrival_min_wd": "wd", "credit_arrival_max_wd": "wd", "credit_alarm_wd": "wd",
    "close_after_arrival": "span", "exception_wd": "wd", "inquiry_wd": "wd",
    "expedite_touch": "span", "draft_idle": "span", "ineligible_idle": "span",
    "service_opens": "clock", "service_closes": "clock", "callback_attempts": "count",
    "callback_slot": "span", "callback_ahead": "span", "callback_stuck": "span", "callback_open_max": "count",
    "expedite_daily": "clock", "pictures_max": "count", "breach_again_wd": "wd", "redrive": "span",
    "send_patience": "span", "polls": "spans", "sends_max": "count", "payout_slo": "span", "payout_recheck_wd": "wd",
    "dispute_sweep": "span", "notice_patience": "span", "revocation_patience": "span",
    "queue_max": "count", "wait_limit": "span", "offer_lease": "span", "offer_misses": "count",
    "agent_silence": "span", "agent_gone": "span", "quiet_reminder": "span", "quiet_reminders": "count",
    "hold_length": "span", "deferred_idle": "span",
}  # fmt: skip
# What must not exceed what, or the promises contradict one another.
ASCENDING = (
    ("review_wd", "manual_wd"), ("wallet_arrival_min", "wallet_arrival_max"),
    ("debit_arrival_min_wd", "debit_arrival_max_wd"), ("credit_arrival_min_wd", "credit_arrival_max_wd"),
    ("credit_arrival_max_wd", "credit_alarm_wd"), ("soft_cap", "hard_cap"), ("express_limit", "large"),
    ("unknown_usage_limit", "large"), ("service_opens", "service_closes"),
)  # fmt: skip

RULES = {"R": 92, "A": 27, "S": 23}
READINGS = tuple(f"{letter}{n}" for letter in "AS" for n in range(1, RULES[letter] + 1))
