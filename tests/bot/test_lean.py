"""Rasa without neural libraries: it imports, and what was left out fails loudly."""

from __future__ import annotations

import importlib
import sys

import pytest

from bot.lean import LEFT_OUT, Absent


def test_rasa_imports_without_its_neural_libraries() -> None:
    importlib.import_module("rasa.engine.recipes.default_components")
    importlib.import_module("rasa.core.run")
    assert isinstance(sys.modules["tensorflow"], Absent)
    assert not any(name.startswith(("tensorflow.python", "keras.")) for name in sys.modules)


@pytest.mark.parametrize(("name", "known"), LEFT_OUT)
def test_a_stand_in_knows_one_class(name: str, known: str) -> None:
    module = importlib.import_module(name)
    assert isinstance(getattr(module, known), type)
    with pytest.raises(AttributeError, match="left out"):
        module.anything_else  # noqa: B018
