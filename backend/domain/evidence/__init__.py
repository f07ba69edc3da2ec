"""Pictures as evidence: what the words on them prove, and whether they were used before (R26–R32, R57)."""

from .compare import speaks_of
from .cover import covered, secret_places
from .judge import judge
from .page import Line, Page, Verdict, page_of

__all__ = ["Line", "Page", "Verdict", "covered", "judge", "page_of", "secret_places", "speaks_of"]
