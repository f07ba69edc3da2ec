"""Demo data: a cast, their orders and what has happened to them so far."""

from .cast import cast

__all__ = ["cast"]
