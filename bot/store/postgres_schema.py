"""The tables in a PostgreSQL database, brought up to date by one process at a time."""

from typing import Final

import psycopg

from bot.errors import DatabaseNewer
from bot.store.statements import migrations

_LOCK: Final = 0x506F7374
"""What is locked while tables are changed: the letters Post."""


def bring_up_to_date(db: psycopg.Connection, where: str) -> None:
    """Make the tables, or bring them up to date; each step whole or not at all.

    They stand in a schema of their own, `postbode`, which the session uses from now on.

    Raises:
        DatabaseNewer: a newer Postbode wrote them.
        psycopg.Error: the server does not do it.
    """
    db.execute("SET search_path TO postbode")
    steps = migrations("postgres")
    if _found(db) != len(steps):
        db.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            for number in range(_found(db) + 1, len(steps) + 1):
                _migrate(db, number, steps[number - 1])
        finally:
            db.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    if (found := _found(db)) > len(steps):
        raise DatabaseNewer(path=where, found=found, known=len(steps))


def _found(db: psycopg.Connection) -> int:
    """The number of the schema; 0 when there is none."""
    if db.execute("SELECT to_regclass('postbode.schema_version')").fetchone() == (None,):
        return 0
    row = db.execute("SELECT max(number) FROM schema_version").fetchone()
    return row[0] or 0 if row else 0


def _migrate(db: psycopg.Connection, number: int, script: str) -> None:
    with db.transaction():
        if number == 1:
            db.execute("CREATE SCHEMA IF NOT EXISTS postbode")
            db.execute("CREATE TABLE schema_version (number integer PRIMARY KEY)")
        db.execute(script)
        db.execute("INSERT INTO schema_version VALUES (%s)", [number])
