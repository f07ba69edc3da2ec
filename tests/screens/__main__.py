"""`python -m tests.screens [folder]`: how the check fares on layouts drawn apart from it; what falls is told."""

import asyncio
import sys
from pathlib import Path

from .measure import measure

if __name__ == "__main__":
    sys.exit(asyncio.run(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
