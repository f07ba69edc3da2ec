"""The training utterances: the contract's intents and no other, enough of each, none under two, none that is blind."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import yaml

from bot.extractor import facts
from bot.normaliser import normalise
from tests.bot.score import blind_messages, blind_people, blind_several, same

# fmt: off
CONTRACT = {
    "check_refund_progress", "file_refund", "upload_evidence", "appeal_rejection", "request_callback",
    "request_human", "open_dispute", "expedite_review", "ask_express_refund", "refund_not_received",
    "withdraw_refund", "ask_eligibility", "ask_deadline", "ask_evidence_requirements", "ask_arrival_time",
    "ask_refund_destination", "ask_review_time", "ask_service_hours", "report_topup_not_received",
    "report_card_invalid", "report_wrong_topup", "report_service_fault", "report_merchant_unresponsive", "greet",
    "thanks", "goodbye", "affirm", "deny", "inform", "complain", "chitchat", "other_customer_service", "out_of_scope",
}
# fmt: on
ENOUGH = 40
FICTITIOUS = "1380000"

Utterances = list[tuple[str, str]]


def test_the_intents_are_the_contracts(utterances: Utterances) -> None:
    assert {intent for _, intent in utterances} == CONTRACT


def test_the_domain_knows_them_all() -> None:
    domain = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text())
    intents = [next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]]
    assert len(intents) == len(set(intents))
    assert set(intents) >= CONTRACT
    assert {f"action_{intent}" for intent in CONTRACT} <= set(domain["actions"])


def test_each_intent_has_enough_that_differ(utterances: Utterances) -> None:
    count = Counter(intent for _, intent in {(same(text), intent) for text, intent in utterances})
    assert {intent: n for intent, n in count.items() if n < ENOUGH} == {}


def test_no_utterance_has_two_intents(utterances: Utterances) -> None:
    intents = defaultdict(set)
    for text, intent in utterances:
        intents[same(text)].add(intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


def test_phones_are_fictitious(utterances: Utterances, now: Any) -> None:
    said = [fact for text, _ in utterances for fact in facts(normalise(text).text, now)]
    phones = [fact.value for fact in said if fact.entity == "phone_number"]
    assert [phone for phone in phones if not phone.startswith(FICTITIOUS)] == []


def test_nothing_blind_is_trained_on(utterances: Utterances, blind: dict[str, Any]) -> None:
    trained = {same(text) for text, _ in utterances}
    kept = [text for texts in blind["blind"].values() for text in texts] + [one["text"] for one in blind["several"]]
    kept += [text for text, _ in blind_messages() + blind_several()]
    kept += [text for part in blind_people() for text in part]
    assert [text for text in kept if same(text) in trained] == []


def test_the_blind_messages_cover_the_contract(blind: dict[str, Any]) -> None:
    assert set(blind["blind"]) == CONTRACT
    assert min(len(texts) for texts in blind["blind"].values()) >= 8
    assert all(set(one["any"]) <= CONTRACT for one in blind["several"])
