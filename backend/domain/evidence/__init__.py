"""Pictures as evidence: what the words on them prove, and whether they were used before (R26–R32, R57)."""

from .judge import judge
from .page import Line, Page, Verdict, page_of

__all__ = ["Line", "Page", "Verdict", "judge", "page_of"]
