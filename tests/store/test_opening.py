"""Which store an address means."""

from pathlib import Path

import pytest

from bot.store.opening import is_server, open_store, secret, shown
from bot.store.sqlite import SqliteStore


@pytest.mark.parametrize(
    ("address", "server", "printed", "hidden"),
    [
        ("data/postbode.sqlite3", False, "data/postbode.sqlite3", ""),
        ("postgres.sqlite3", False, "postgres.sqlite3", ""),
        ("postgresql://db.example/postbode", True, "postgresql://db.example/postbode", ""),
        ("postgres://me@db.example:1/p", True, "postgresql://db.example:1/p", ""),
        ("postgresql://me:a@b:c@db.example/p", True, "postgresql://db.example/p", "a@b:c"),
        ("postgresql://me:secret@db/p?password=no", True, "postgresql://db/p", "secret"),
        ("postgresql://", True, "postgresql://", ""),
    ],
)
def test_an_address_is_shown_without_its_secret(
    address: str, server: bool, printed: str, hidden: str
) -> None:
    """A server's address is printed without user, password and options."""
    assert is_server(address) == server
    assert shown(address) == printed
    assert secret(address) == hidden


def test_a_path_is_a_file(tmp_path: Path) -> None:
    """What is not the address of a server is the path of a SQLite file."""
    store = open_store(str(tmp_path / "a.sqlite3"), bot=1)
    assert isinstance(store, SqliteStore)
    store.close()
