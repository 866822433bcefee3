"""Which store an address means: a file, or a PostgreSQL server."""

import re
from pathlib import Path
from typing import Final

from bot.store.protocol import Store

_SERVER: Final = re.compile(r"postgres(?:ql)?://")


def is_server(address: str) -> bool:
    """Whether an address is that of a PostgreSQL server."""
    return _SERVER.match(address) is not None


def shown(address: str) -> str:
    """An address as it may be printed: without what opens it."""
    if not is_server(address):
        return address
    where = address.partition("://")[2].partition("?")[0]
    return f"postgresql://{where.rpartition('@')[2]}"


def secret(address: str) -> str:
    """What opens a server, if it stands in its address: nothing that may be printed or logged."""
    if not is_server(address):
        return ""
    before = address.partition("://")[2].rpartition("@")[0]
    return before.partition(":")[2]


def open_store(address: str, bot: int, *, polling: bool = True, beside: bool = False) -> Store:
    """Open the database, or make it.

    Args:
        address: a path, or postgresql://...
        bot: the bot's numeric id.
        polling: whether this process polls Telegram; one at a time may. A file is always used by
            one process.
        beside: whether something is changed for a moment, also while the bot runs.

    Raises:
        StoreError: it can't be used.
    """
    if is_server(address):
        from bot.store.postgres import PostgresStore  # noqa: PLC0415 - psycopg is not always needed

        return PostgresStore(address, bot, polling=polling and not beside)
    from bot.store.sqlite import SqliteStore  # noqa: PLC0415 - nor is this

    return SqliteStore(Path(address), bot, beside=beside)
