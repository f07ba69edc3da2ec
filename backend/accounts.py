"""The commands that make, change, list and take away the staff's accounts."""

import argparse
import getpass
import sys

from .app import House
from .domain.errors import Refusal
from .service import accounts
from .settings import Settings


async def run(settings: Settings, words: list[str]) -> int:
    """`list`; `put USERNAME ROLE NAME` (the password comes from the terminal or the first line of the input; empty:
    as it was); `remove USERNAME`. 1 if refused."""
    parser = argparse.ArgumentParser(prog="python -m backend staff")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="who may sign in")
    put = acts.add_parser("put", help="a new member, or another role, name or password for one")
    for name in ("username", "role", "name"):
        put.add_argument(name)
    acts.add_parser("remove", help="take an account away").add_argument("username")
    given = parser.parse_args(words)
    house = House(settings)
    try:
        async with house.desk.store.transaction() as tx:
            if given.act == "put":
                await accounts.put(house.desk, tx, given.username, given.role, given.name, _password())
            elif given.act == "remove":
                await accounts.remove(house.desk, tx, given.username)
            for member in await tx.staff.find(order="username"):
                print(f"{member.username}\t{member.role}\t{member.name}")
    except Refusal as refused:
        print(refused.detail, file=sys.stderr)
        return 1
    finally:
        await house.close()
    return 0


def _password() -> str | None:
    said = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return said or None
