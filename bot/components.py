"""The three parts of Rasa's pipeline that are ours, each a thin coat over plain functions."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.classifier import Understanding
from bot.extractor import Fact, facts
from bot.normaliser import Plain, normalise

PLAIN, FACTS = "plain", "facts"
RANKED = 10


class Stateless(GraphComponent):
    """A part that learns nothing and is configured by nothing."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Stateless:
        """Make one."""
        return cls()


def plain_of(message: Message) -> Plain:
    """The message's plain text, worked out once."""
    plain = message.get(PLAIN)
    if not isinstance(plain, Plain):
        plain = normalise(message.get(TEXT) or "")
        message.set(PLAIN, plain)
    return plain


def facts_of(message: Message) -> list[Fact]:
    """The facts in the message, worked out once; times count from the turn's own clock where it names one."""
    found = message.get(FACTS)
    if found is None:
        found = facts(plain_of(message).text, _now(message))
        message.set(FACTS, found)
    return list(found)


def _turn(message: Message) -> dict[str, Any]:
    """What the hub says of the turn; nothing for a message that does not come from the hub."""
    metadata = message.get("metadata")
    turn = metadata.get("turn") if isinstance(metadata, dict) else None
    return turn if isinstance(turn, dict) else {}


def _now(message: Message) -> datetime:
    said = _turn(message).get("now")
    if isinstance(said, str):
        try:
            now = datetime.fromisoformat(said.replace("Z", "+00:00"))
        except ValueError:
            return datetime.now(timezone.utc)
        return now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    return datetime.now(timezone.utc)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Normaliser(Stateless):
    """Lays the plain text beside each message; the message's own text stays as it was typed.

    Only the hub may name an intent (`/refund_moved{...}`): in any other message a leading slash is made a
    full-width one, which Rasa does not take for a command.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise what comes in."""
        for message in messages:
            text = (message.get(TEXT) or "").lstrip()
            if text.startswith("/") and not _turn(message):
                message.set(TEXT, f"／{text[1:]}", add_to_output=True)
            plain_of(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: training reads the examples as they were typed, so that it can add noise to them."""
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Extractor(Stateless):
    """Adds the facts as entities; `start` and `end` are places in the text as it was typed."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Find the facts of each message."""
        for message in messages:
            plain = plain_of(message)
            entities = [_entity(fact, plain) for fact in facts_of(message)]
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _entity(fact: Fact, plain: Plain) -> dict[str, Any]:
    start, end = plain.typed(fact.start, fact.end)
    return {
        "entity": fact.entity,
        "start": start,
        "end": end,
        "value": fact.value,
        "extractor": Extractor.__name__,
        **fact.more,
    }


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Classifier(IntentClassifier, GraphComponent):
    """Tells the intent, with the likeliest ten in order."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, understanding: Understanding | None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._understanding = understanding

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Classifier:
        """One that has learnt nothing yet."""
        return cls(model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Classifier:
        """The one that was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Understanding.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and keep what was learnt in the model's archive."""
        examples = [(message.get(TEXT), message.get(INTENT)) for message in training_data.intent_examples]
        self._understanding = Understanding.learn(examples)
        with self._model_storage.write_to(self._resource) as folder:
            self._understanding.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Rank the intents of each message. A message that carries no words is out of scope."""
        for message in messages:
            ranking = self._rank(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        if self._understanding is None:
            raise RuntimeError("the classifier has not been trained")
        ranked = self._understanding.rank(plain_of(message), facts_of(message))
        return [{"name": name, "confidence": confidence} for name, confidence in ranked[:RANKED]]
