"""Traditional characters as simplified ones: the words of this room are written in the latter."""

from functools import lru_cache

from opencc import OpenCC


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The same words in simplified script; no two words are exchanged for another usage."""
    return text if text.isascii() else str(_converter().convert(text))
