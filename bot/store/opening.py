"""Which store an address means: a file, or a PostgreSQL server."""

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.store.protocol import Store

_SERVER: Final = re.compile(r"postgres(?:ql)?://")


def is_server(address: str) -> bool:
    """Whether an address is that of a PostgreSQL server."""
    return _SERVER.match(address) is not None


def shown(address: str) -> str:
    """An address as it may be printed: without what opens it."""
    if not is_server(address):
        return address
    parts = urlsplit(address)
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


def open_store(address: str, bot: int, *, polling: bool = True) -> Store:  # noqa: ARG001 - a file has one user
    """Open the database, or make it.

    Args:
        address: a path, or postgresql://...
        bot: the bot's numeric id.
        polling: whether this process polls Telegram; one at a time may. A file is always used by
            one process.

    Raises:
        StoreError: it can't be used.
    """
    from bot.store.sqlite import SqliteStore  # noqa: PLC0415 - only `run` needs it

    return SqliteStore(Path(address), bot)
