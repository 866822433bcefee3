"""The file of the embedded store: looked at before it is touched, opened, brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.errors import DatabaseForeign, DatabaseNewer, DatabaseUnusable
from bot.store.statements import migrations

APPLICATION_ID: Final = 0x506F7374
"""Marks a file as ours: the letters Post."""
PATIENCE: Final = 2.0
"""Seconds to wait for a lock of another process; less than a stop may take."""
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def schema() -> int:
    """The number of the schema that this version works with."""
    return len(migrations("sqlite"))


def open_file(path: Path) -> sqlite3.Connection:
    """Open the file, or make it.

    Raises:
        DatabaseForeign: the file holds something else. It is left as it is.
        DatabaseNewer: a newer Postbode wrote it.
        DatabaseUnusable: it can't be opened, read or written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(path)
        path.touch(mode=0o600)  # what customers type is for the operator alone
        db = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _prepare(db)
        except BaseException:
            db.close()
            raise
    except OSError as error:
        raise DatabaseUnusable(path=path, reason=error.strerror or error) from error
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(path=path, reason=error) from error
    return db


def _refuse_foreign(path: Path) -> None:
    """Look at an existing file without writing to it."""
    if not path.exists() or path.stat().st_size == 0:
        return
    if path.is_dir():
        raise DatabaseUnusable(path=path, reason="it is a folder")
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise DatabaseForeign(path=path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise DatabaseForeign(path=path)
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found > schema():
            raise DatabaseNewer(path=path, found=found, known=schema())
        damage = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise DatabaseUnusable(path=path, reason=f"it is damaged: {damage}")


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    done = db.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(migrations("sqlite")[done:], done + 1):
        _migrate(db, number, script)


def _migrate(db: sqlite3.Connection, number: int, script: str) -> None:
    """Take one step, whole or not at all; foreign keys are checked at its end."""
    db.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        db.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA application_id={APPLICATION_ID};"
            f"PRAGMA user_version={number};"
        )
        _refuse_orphans(db, number)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(db: sqlite3.Connection, number: int) -> None:
    if orphans := db.execute("PRAGMA foreign_key_check").fetchall():
        reason = f"step {number} leaves rows without their counterpart: {orphans[:3]}"
        raise sqlite3.IntegrityError(reason)
