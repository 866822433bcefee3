"""The SQLite store, beyond the contract."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DatabaseForeign, DatabaseNewer, DatabaseUnusable
from bot.store import Update
from bot.store.sqlite import SqliteStore
from bot.store.sqlite_file import schema

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from bot.store import Update
from bot.store.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]), bot=1)
number = 0
while True:
    number += 1
    with store.transaction() as transaction:
        transaction.take(Update(number, 1, {}))
        transaction.save(1, {"number": number})
    print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "state" / "postbode.sqlite3"


def test_everything_is_there_after_a_restart(path: Path) -> None:
    """What was committed is read by the next process."""
    store = SqliteStore(path, bot=1)
    with store.transaction() as transaction:
        transaction.take(Update(1, 7, {}))
        transaction.save(7, {"state": "setup.ssl"})
        transaction.queue(Update(1, 7, {}), 7, [{"do": "send"}])
    store.close()
    again = SqliteStore(path, bot=1)
    with again.transaction() as transaction:
        chat = transaction.chat(7)
        assert chat is not None
        assert chat.conversation == {"state": "setup.ssl"}
        assert len(transaction.waiting(9, frozenset())) == 1
    again.close()


def test_bots_do_not_see_each_other(path: Path) -> None:
    """Two bots in one file keep their chats apart."""
    one = SqliteStore(path, bot=1)
    with one.transaction() as transaction:
        transaction.save(7, {"state": "a"})
    one.close()
    two = SqliteStore(path, bot=2)
    with two.transaction() as transaction:
        assert transaction.chat(7) is None
    two.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_the_file_is_safe(path: Path, pragma: str, value: object) -> None:
    """Write-ahead log, full flushes, foreign keys and wiped deletions are on."""
    store = SqliteStore(path, bot=1)
    assert store._db.execute(f"PRAGMA {pragma}").fetchone()[0] == value  # noqa: SLF001
    store.close()


def test_every_table_is_strict(path: Path) -> None:
    """No table takes a value of the wrong type."""
    SqliteStore(path, bot=1).close()
    with closing(sqlite3.connect(path)) as db:
        tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
        strict = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
    ours = ("inbox", "conversation", "outbox", "sent", "traces", "file", "alive")
    desk = ("ticket", "ticket_entry", "ticket_message", "asked")
    assert strict == dict.fromkeys((*ours, *desk), 1)


def other_database(path: Path) -> None:
    """An SQLite file of somebody else's."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE photos (name TEXT)")


def text_file(path: Path) -> None:
    """A file that is no database."""
    path.write_text("Dear diary", encoding="utf-8")


@pytest.mark.parametrize("make", [other_database, text_file])
def test_a_foreign_file_is_refused_and_left(tmp_path: Path, make: object) -> None:
    """A file that is not ours is refused and not touched."""
    path = tmp_path / "file"
    assert callable(make)
    make(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseForeign):
        SqliteStore(path, bot=1)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_newer_file_is_refused_and_left(path: Path) -> None:
    """A file of a newer version is refused and not touched."""
    SqliteStore(path, bot=1).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema() + 1}")
    before = path.read_bytes()
    with pytest.raises(DatabaseNewer):
        SqliteStore(path, bot=1)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused_and_left(path: Path) -> None:
    """A file with broken pages is refused and not replaced by an empty one."""
    SqliteStore(path, bot=1).close()
    content = path.read_bytes()
    broken = content[:4096] + os.urandom(len(content) - 4096)
    path.write_bytes(broken)
    with pytest.raises(DatabaseUnusable):
        SqliteStore(path, bot=1)
    assert path.read_bytes() == broken


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder in the place of the file is an error that says so."""
    with pytest.raises(DatabaseUnusable, match="is a folder"):
        SqliteStore(tmp_path, bot=1)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """A path below a file is an error, not a traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DatabaseUnusable):
        SqliteStore(tmp_path / "file" / "db.sqlite3", bot=1)


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    """An empty file may become the database."""
    path = tmp_path / "empty"
    path.touch()
    SqliteStore(path, bot=1).close()
    assert path.stat().st_size > 0


def test_a_very_first_start_that_was_interrupted_is_begun_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was made and not filled, since the process ended there, is filled."""
    monkeypatch.setattr("bot.store.sqlite_file.migrations", lambda _: [])
    SqliteStore(path, bot=1).close()
    monkeypatch.undo()
    assert path.stat().st_size > 0
    SqliteStore(path, bot=1).close()


def test_the_file_is_private(path: Path) -> None:
    """Nobody but the operator can read what customers typed."""
    SqliteStore(path, bot=1).close()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_killed_process_loses_nothing_committed(path: Path) -> None:
    """What a process had committed is there after it was killed in the middle of its work."""
    for _ in range(3):
        path.unlink(missing_ok=True)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(40)][-1]
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        last = max([told, *map(int, rest[:-1])])
        store = SqliteStore(path, bot=1)
        with store.transaction() as transaction:
            chat = transaction.chat(1)
        store.close()
        assert chat is not None
        assert chat.conversation["number"] >= last
        for leftover in path.parent.iterdir():
            leftover.unlink()
