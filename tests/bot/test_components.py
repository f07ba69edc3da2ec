"""The parts as Rasa's pipeline drives them; and that only the hub may name an intent."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.classifier import Understanding
from bot.components import RANKED, Classifier, Extractor, Normaliser

TURN = {"turn": {"now": "2026-11-24T07:30:00Z"}}
INTENTS = ["greet", "request_human", "refund_moved", "out_of_scope"]
DOMAIN = Domain.from_dict({"intents": INTENTS, "entities": ["state"]})
COMMANDS = ["/refund_moved", '/refund_moved{"state":"approved"}', " /greet", "\u3000/greet", "/转人工"]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    intents = {"greet": ["你好", "您好", "你好啊", "在吗"], "request_human": ["转人工", "人工", "找人工", "人工客服"]}
    intents["out_of_scope"] = ["天气", "天气好"]
    examples = [(text, intent) for intent, texts in intents.items() for text in texts]
    return Classifier(None, None, Understanding.learn(examples))


def heard(classifier: Classifier, typed: str, metadata: dict[str, Any] | None = None) -> Message:
    """The message at the end of the pipeline, Rasa's own handler of commands included."""
    messages = [Message(data={TEXT: typed, "metadata": metadata})]
    for part in (Normaliser(), Extractor(), classifier):
        messages = part.process(messages)
    return RegexMessageHandler().process(messages, DOMAIN)[0]


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_slash_from_anyone_else_is_words(classifier: Classifier, typed: str) -> None:
    message = heard(classifier, typed)
    assert message.get(INTENT)["name"] != "refund_moved"
    assert len(message.get(INTENT_RANKING_KEY)) > 1
    assert message.get(TEXT) == "／" + typed.strip()[1:]


@pytest.mark.parametrize("metadata", [None, {}, {"turn": None}, {"turn": {}}, {"other": 1}])
def test_metadata_without_a_turn_names_nothing(classifier: Classifier, metadata: dict[str, Any] | None) -> None:
    assert heard(classifier, "/refund_moved", metadata).get(INTENT)["name"] != "refund_moved"


@pytest.mark.parametrize("typed", ["／greet", "⁄greet", "//greet"])
def test_no_look_alike_of_a_slash_is_a_command(classifier: Classifier, typed: str) -> None:
    for metadata in (None, TURN):
        assert len(heard(classifier, typed, metadata).get(INTENT_RANKING_KEY)) > 1


def test_the_hub_names_an_intent_and_its_facts(classifier: Classifier) -> None:
    message = heard(classifier, '/refund_moved{"state":"approved"}', TURN)
    assert message.get(INTENT) == {"name": "refund_moved", "confidence": 1.0}
    assert [(entity["entity"], entity["value"]) for entity in message.get(ENTITIES)] == [("state", "approved")]


def test_words_stay_as_typed_and_facts_point_into_them(classifier: Classifier) -> None:
    typed = "你好！！！我昨天充的５０块木有到帐，單號 LY20261103000127"
    message = heard(classifier, typed, TURN)
    assert message.get(TEXT) == typed
    said = {entity["entity"]: entity for entity in message.get(ENTITIES)}
    words = {name: typed[entity["start"] : entity["end"]] for name, entity in said.items()}
    assert words["amount"] == "５０块"
    assert words["order_no"] == "LY20261103000127"
    assert words["time"] == "昨天"
    assert said["amount"]["value"] == 5000
    assert said["time"]["value"] == "2026-11-23"


def test_times_count_from_the_turn(classifier: Classifier) -> None:
    later = heard(classifier, "昨天", {"turn": {"now": "2027-01-01T12:00:00+08:00"}})
    assert later.get(ENTITIES)[0]["value"] == "2026-12-31"
    assert heard(classifier, "昨天", {"turn": {"now": "soon"}}).get(ENTITIES)[0]["entity"] == "time"


def test_the_likeliest_come_first(classifier: Classifier) -> None:
    message = heard(classifier, "转人工")
    ranking = message.get(INTENT_RANKING_KEY)
    assert message.get(INTENT) == ranking[0]
    assert ranking[0]["name"] == "request_human"
    assert len(ranking) <= RANKED


def test_an_untrained_classifier_says_so() -> None:
    with pytest.raises(RuntimeError, match="not been trained"):
        Classifier(None, None, None).process([Message(data={TEXT: "你好"})])
