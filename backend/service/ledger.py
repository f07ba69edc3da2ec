"""Double entry: a journal is named after what caused it, its lines sum to zero, and it is written once (I4, I6)."""

from ..domain.journal import LedgerLine
from .desk import Desk
from .ports import Tx


async def post(desk: Desk, tx: Tx, journal: str, lines: dict[str, int], refund_no: str, note: str) -> None:
    """Write the journal's lines (account → fen, debit positive). A journal already written is left as it is."""
    assert sum(lines.values()) == 0, f"journal {journal} does not balance: {lines}"
    if await tx.ledger.count(journal=journal):
        return
    for account, amount in lines.items():
        tx.ledger.add(LedgerLine(None, journal, account, amount, desk.now(), refund_no, note))
