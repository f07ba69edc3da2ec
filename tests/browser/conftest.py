"""The journeys' house serves the browser tests too."""

from tests.journeys.conftest import house

__all__ = ["house"]
