"""The transition tables of the policy, section 2 A–G, copied by hand as they stand there: the tests' own source.

Columns: from | event | to | who may fire | rules. Roles and dashes are the policy's, not the code's.
"""

TERMINAL = {
    "refund": "ABANDONED, CANCELLED, CLOSED, REJECTED_FINAL",
    "dispute": "RESOLVED_MERCHANT, RESOLVED_PARTIAL, RESOLVED_USER, WITHDRAWN",
    "payout": "CLOSED_UNPAID, FAILED, REVERSED, SUCCEEDED",
    "compensation": "PAID, REFUSED",
    "expedite": "DONE",
    "callback": "COMPLETED, UNREACHABLE",
    "handoff": "CANCELLED, EXPIRED, COMPLETED, RETURNED",
}
TABLES = {
    "refund": """
START | open_draft | DRAFT | user / bot | R14 R15 R16 R83
DRAFT | check_ineligible | INELIGIBLE | system | R17 R18 R24
DRAFT | submit | SUBMITTED | user / bot | R17 R25-R31
DRAFT | draft_ttl | ABANDONED | timer | proposed
INELIGIBLE | agent_override | SUBMITTED | agent | R19 R24
INELIGIBLE | user_leaves | ABANDONED | user / timer | proposed
SUBMITTED | express_pass | APPROVED | system | R64-R67
SUBMITTED | triage_manual | MANUAL_REVIEW | system | R39 R51 R73
SUBMITTED | triage_standard | UNDER_REVIEW | system | R33
UNDER_REVIEW, MANUAL_REVIEW | request_evidence | EVIDENCE_REQUIRED | reviewer | R34 R57
EVIDENCE_REQUIRED | evidence_supplied | UNDER_REVIEW | user / bot | R34
EVIDENCE_REQUIRED | evidence_supplied_manual | MANUAL_REVIEW | user / bot | R34
EVIDENCE_REQUIRED | supplement_timeout | REJECTED | timer | R32 R37 proposed
UNDER_REVIEW | escalate | MANUAL_REVIEW | reviewer / system | R39
UNDER_REVIEW | review_overdue | UNDER_REVIEW | timer | R72 R74 R78
MANUAL_REVIEW | manual_overdue | MANUAL_REVIEW | timer | R40 R78
MANUAL_REVIEW | extend_deadline | MANUAL_REVIEW | senior_reviewer | R73
UNDER_REVIEW, MANUAL_REVIEW | approve | APPROVED | reviewer | R36
UNDER_REVIEW, MANUAL_REVIEW | reject | REJECTED | reviewer | R37 R79
REJECTED | resubmit | SUBMITTED | user / bot | R38 R83
REJECTED | appeal | APPEAL_REVIEW | user / bot | R81
REJECTED | close_window | REJECTED_FINAL | timer | proposed
APPEAL_REVIEW | overturn | APPROVED | senior_reviewer | R81
APPEAL_REVIEW | uphold | REJECTED | senior_reviewer | R81 R85
APPEAL_REVIEW | appeal_overdue | APPEAL_REVIEW | timer | R40 R78
UNDER_REVIEW, MANUAL_REVIEW, EVIDENCE_REQUIRED, REJECTED | open_dispute | DISPUTED | user / bot | R62 R84 R85 R89
DISPUTED | dispute_for_user | APPROVED | dispute | R86 R87
DISPUTED | dispute_for_merchant | REJECTED_FINAL | dispute | R62 R86
DISPUTED | dispute_withdrawn | CANCELLED | dispute | proposed
DRAFT, SUBMITTED, UNDER_REVIEW, MANUAL_REVIEW, EVIDENCE_REQUIRED, REJECTED | cancel | CANCELLED | user / bot | proposed
APPROVED | create_obligation | PAYOUT_PENDING | system | R36 R42
PAYOUT_PENDING | payout_succeeded | REFUNDED | payout | R36 R42
PAYOUT_PENDING | payout_exception | PAYOUT_EXCEPTION | payout | R47
PAYOUT_EXCEPTION | retry_payout | PAYOUT_PENDING | finance | R47
PAYOUT_EXCEPTION | exception_overdue | PAYOUT_EXCEPTION | timer | R78
REFUNDED | payout_reversed | PAYOUT_EXCEPTION | payout | R47
REFUNDED | arrival_confirmed | CLOSED | channel / user | R46
REFUNDED | arrival_window_lapsed | CLOSED | timer | R43-R45
REFUNDED | not_received | ARRIVAL_INQUIRY | user / bot | R47
ARRIVAL_INQUIRY | trace_found | CLOSED | agent / channel | R47
ARRIVAL_INQUIRY | trace_failed | PAYOUT_EXCEPTION | agent / channel | R47
ARRIVAL_INQUIRY | inquiry_overdue | ARRIVAL_INQUIRY | timer | R78
APPROVED | obligation_overdue | APPROVED | timer | R36
PAYOUT_PENDING | payout_overdue | PAYOUT_PENDING | timer | R68 R78
SUBMITTED | triage_overdue | SUBMITTED | timer | R66
DISPUTED | dispute_stale | DISPUTED | timer | R78
""",
    "dispute": """
START | open | AWAITING_MERCHANT | user / bot / agent / system | R85
AWAITING_MERCHANT | merchant_accepts | RESOLVED_USER | merchant | R86
AWAITING_MERCHANT | merchant_contests | ADJUDICATION | merchant | R39 R61
AWAITING_MERCHANT | merchant_timeout | RESOLVED_USER | timer | R87
ADJUDICATION | ask_user | AWAITING_USER_EVIDENCE | adjudicator | R62
ADJUDICATION | ask_merchant | AWAITING_MERCHANT_EVIDENCE | adjudicator | R34
ADJUDICATION | pull_logs | ADJUDICATION | adjudicator / user_request | R63
AWAITING_USER_EVIDENCE | supplied | ADJUDICATION | user / bot | R62
AWAITING_USER_EVIDENCE | timeout | ADJUDICATION | timer | R62
AWAITING_MERCHANT_EVIDENCE | supplied_m | ADJUDICATION | merchant | R34
AWAITING_MERCHANT_EVIDENCE | timeout_m | RESOLVED_USER | timer | R87
ADJUDICATION | decide_user | RESOLVED_USER | adjudicator | R86
ADJUDICATION | decide_partial | RESOLVED_PARTIAL | adjudicator | R86 proposed
ADJUDICATION | decide_merchant | RESOLVED_MERCHANT | adjudicator | R62 R86
ADJUDICATION | adjudication_overdue | ADJUDICATION | timer | R40 R78
AWAITING_MERCHANT, ADJUDICATION | withdraw | WITHDRAWN | user | proposed
AWAITING_USER_EVIDENCE, AWAITING_MERCHANT_EVIDENCE | withdraw | WITHDRAWN | user | proposed
""",
    "payout": """
START | create | CREATED | system | R42
CREATED | send | SENT | outbox | R42
CREATED | send_overdue | CREATED | timer | R68
UNKNOWN | query_again | UNKNOWN | timer | –
SENT | ack_processing | PROCESSING | channel | –
SENT | ack_success | SUCCEEDED | channel | –
SENT | refused | FAILED | channel | –
SENT | no_answer | UNKNOWN | timer | –
UNKNOWN | query_processing | PROCESSING | channel | –
UNKNOWN | query_success | SUCCEEDED | channel | –
UNKNOWN | query_not_found | SENT | channel | –
UNKNOWN | query_failed | FAILED | channel | –
PROCESSING | success | SUCCEEDED | channel | R43-R45
PROCESSING | abnormal | ABNORMAL | channel | R47
PROCESSING | closed | CLOSED_UNPAID | channel | R47
PROCESSING | poll | PROCESSING | timer | –
ABNORMAL | redirect | PROCESSING | finance | R47
ABNORMAL | abnormal_overdue | ABNORMAL | timer | R78
SUCCEEDED | reversed | REVERSED | channel | R47
""",
    "compensation": """
START | propose | PROPOSED | adjudicator | R88
PROPOSED | second_approve | APPROVED | senior_adjudicator | R88
PROPOSED | refuse | REFUSED | senior_adjudicator | R88
PROPOSED | propose_overdue | PROPOSED | timer | proposed
APPROVED | hold_deposit | DEPOSIT_HELD | system | R88
APPROVED | deposit_short | ADVANCED | finance | proposed
APPROVED | hold_overdue | APPROVED | timer | proposed
DEPOSIT_HELD | deduct_and_pay | PAYING | outbox | R88
DEPOSIT_HELD | pay_overdue | DEPOSIT_HELD | timer | proposed
ADVANCED | pay | PAYING | outbox | proposed
ADVANCED | adv_overdue | ADVANCED | timer | proposed
PAYING | paid | PAID | channel | R88
PAYING | pay_failed | DEPOSIT_HELD | channel | proposed
PAYING | paying_overdue | PAYING | timer | proposed
""",
    "expedite": """
START | request | OPEN | user / bot / agent | R75 R76
OPEN | assign | ASSIGNED | supervisor / system | R76
OPEN | open_overdue | OPEN | timer | R78
ASSIGNED | daily_update | ASSIGNED | timer | R77 R78
ASSIGNED | case_decided | DONE | system | R76
OPEN | case_decided_early | DONE | system | R76
""",
    "callback": """
START | request | SCHEDULED | user / bot | R60
SCHEDULED | attempt | IN_CALL | agent | R60
SCHEDULED | slot_missed | SCHEDULED | timer | R60
IN_CALL | done | COMPLETED | agent | R60
IN_CALL | no_answer | SCHEDULED | agent | R35 R60
IN_CALL | gave_up | UNREACHABLE | agent | R35
IN_CALL | call_stuck | SCHEDULED | timer | proposed
""",
    "handoff": """
START | request | QUEUED | user / bot / rule / agent | R53 R54 R58
START | request_off | DEFERRED | user / bot / rule | R58 R60
QUEUED | offer | OFFERED | assigner | R59
OFFERED | accept | CONNECTED | that agent | R55 R56
OFFERED | lease_over, decline, agent_offline | QUEUED | timer / agent / system | –
QUEUED | wait_limit | DEFERRED | timer | R59 R60
QUEUED, OFFERED | cancel | CANCELLED | user | –
QUEUED | bot_take_in | CONNECTED | agent | –
CONNECTED | hold | ON_HOLD | agent | –
ON_HOLD | resume | CONNECTED | agent | –
ON_HOLD | hold_overdue | ON_HOLD | timer | –
CONNECTED, ON_HOLD | transfer | QUEUED | agent / supervisor | –
CONNECTED | agent_silent | QUEUED | timer | –
CONNECTED | return_to_bot | RETURNED | agent | –
CONNECTED | resolve | COMPLETED | agent | –
CONNECTED | idle | COMPLETED | timer | –
DEFERRED | open_hours | QUEUED | timer | R58
DEFERRED | expire | EXPIRED | timer | R60
""",
}
