"""Rasa without the neural libraries that this assistant does not use.

Rasa imports TensorFlow and Matplotlib at start only to name its neural components and their base classes; our pipeline
has none of them. With stand-ins in their place it starts in a fraction of the time and of the memory, trains and serves
the same files, and fails loudly where a component that was left out is asked for.
"""

from __future__ import annotations

import sys
from types import ModuleType

# Read by Rasa and its libraries when they are imported.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_WORKERS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ACTIONS_PORT": "5055",
}
# Module, the class that Rasa imports from it.
LEFT_OUT = (
    ("tensorflow.keras.utils", "Sequence"),
    ("tensorflow.keras.callbacks", "Callback"),
    ("matplotlib.ticker", "FormatStrFormatter"),
    ("rasa.nlu.classifiers.diet_classifier", "DIETClassifier"),
    ("rasa.nlu.selectors.response_selector", "ResponseSelector"),
    ("rasa.nlu.featurizers.dense_featurizer.convert_featurizer", "ConveRTFeaturizer"),
    ("rasa.nlu.featurizers.dense_featurizer.lm_featurizer", "LanguageModelFeaturizer"),
    ("rasa.core.policies.ted_policy", "TEDPolicy"),
    ("rasa.core.policies.unexpected_intent_policy", "UnexpecTEDIntentPolicy"),
)


class Absent(ModuleType):
    """Stands in for a module that is not loaded."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"{self.__name__}.{name} is left out (bot/lean.py)")


def leave_out_unused_libraries() -> None:
    """Put the stand-ins where Python looks first: before Rasa is imported, and for this process alone."""
    for name, known in LEFT_OUT:
        module = _stand_in(name)
        setattr(module, known, type(known, (), {"__module__": name}))


def _stand_in(name: str) -> ModuleType:
    """The stand-in of that name and of the libraries above it; Rasa's own packages stay what they are."""
    module = sys.modules[name] = Absent(name)
    above, _, last = name.rpartition(".")
    if above and not above.startswith("rasa."):
        parent = sys.modules.get(above)
        setattr(parent if isinstance(parent, Absent) else _stand_in(above), last, module)
    return module
