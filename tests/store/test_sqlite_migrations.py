"""From one schema of the file to the next."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DatabaseUnusable
from bot.store import Outgoing, Update, sqlite_file
from bot.store.sqlite import SqliteStore
from bot.store.statements import migrations

ROWS = """
INSERT INTO inbox VALUES (1, 10, 7, '{"text":"imap"}', 'done', 500.5);
INSERT INTO inbox VALUES (1, 11, NULL, '{}', 'done', 501);
INSERT INTO inbox VALUES (2, 10, 7, '{"text":"pop"}', NULL, 502);
INSERT INTO conversation VALUES (1, 7, '{"state":"setup.ssl"}', 3, 99);
INSERT INTO outbox (bot, update_id, n, chat, action, tried) VALUES
    (1, 10, 0, 7, '{"do":"a"}', 41),
    (1, 10, 1, 7, '{"do":"b"}', NULL),
    (2, 10, 0, 7, '{"do":"c"}', NULL);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file as the first version left it, with rows in every table."""
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(migrations("sqlite")[0])
        db.executescript(ROWS)
        db.execute(f"PRAGMA application_id={sqlite_file.APPLICATION_ID}")
        db.execute("PRAGMA user_version=1")
    return path


def dump(path: Path) -> list[str]:
    """Schema and rows of a file."""
    with closing(sqlite3.connect(path)) as db:
        return [*db.iterdump(), str(db.execute("PRAGMA user_version").fetchone())]


def test_an_old_file_is_brought_up_to_date(old: Path) -> None:
    """Every row of a file of the first version is there in the newest."""
    store = SqliteStore(old, bot=1)
    with store.transaction() as transaction:
        assert not transaction.take(Update(10, 7, {}))
        assert not transaction.take(Update(11, None, {}))
        assert transaction.waiting(9, frozenset()) == [
            [Outgoing(1, 7, {"do": "a"}, 41), Outgoing(2, 7, {"do": "b"})]
        ]
        assert transaction.chat(7) == ({"state": "setup.ssl"}, 99)
        assert transaction.backlog() == (0, 2, 500.5)
    store.close()
    other = SqliteStore(old, bot=2)
    with other.transaction() as transaction:
        assert transaction.backlog() == (1, 1, 502)
    other.close()


def test_an_old_file_becomes_as_a_new_one(old: Path, tmp_path: Path) -> None:
    """An old file has the same tables and indexes afterwards as one that is made today."""
    SqliteStore(old, bot=1).close()
    SqliteStore(tmp_path / "new.sqlite3", bot=1).close()

    def schema(path: Path) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(path)) as db:
            rows = db.execute(
                "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY 1"
            )
            return [(name, sql) for name, sql in rows]

    assert schema(old) == schema(tmp_path / "new.sqlite3")


@pytest.mark.parametrize("part", range(2, 12, 3))
def test_an_interrupted_step_changes_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """A step that fails anywhere leaves the file as it was, and is taken whole the next time."""
    before = dump(old)
    scripts = migrations("sqlite")
    statements = scripts[1].split(";")
    assert len(statements) > part
    broken = ";".join([*statements[:part], "\nINSERT INTO nowhere VALUES (1)", *statements[part:]])
    monkeypatch.setattr(sqlite_file, "migrations", lambda _: [scripts[0], broken, *scripts[2:]])
    with pytest.raises(DatabaseUnusable, match="nowhere"):
        SqliteStore(old, bot=1)
    assert dump(old) == before
    monkeypatch.undo()
    SqliteStore(old, bot=1).close()
    assert dump(old)[-1] == f"({len(scripts)},)"


def test_a_step_that_leaves_orphans_is_undone(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step after which a row has lost its counterpart is refused as a whole."""
    before = dump(old)
    scripts = [*migrations("sqlite")[:2], "DELETE FROM inbox WHERE update_id = 10;"]
    monkeypatch.setattr(sqlite_file, "migrations", lambda _: scripts)
    with pytest.raises(DatabaseUnusable, match="step 3 leaves rows without their counterpart"):
        SqliteStore(old, bot=1)
    assert dump(old)[-1] == "(2,)"
    assert len(dump(old)) > len(before)
