"""The embedded store: one SQLite file (WAL, synchronous=FULL), written by one thread at a time."""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from bot.errors import DatabaseFailed, DatabaseForeign, DatabaseNewer, DatabaseUnusable
from bot.store.protocol import Chat, Json, Outgoing, Taken, Update

APPLICATION_ID: Final = 0x506F7374
"""Marks a file as ours: the letters Post."""
SCHEMA: Final = 1
PATIENCE: Final = 2.0
"""Seconds to wait for a lock of another process; less than a stop may take."""

_HERE: Final = Path(__file__).parent


def _statements() -> dict[str, str]:
    parts = re.split(
        r"^-- name: (\w+)\n", (_HERE / "sqlite.sql").read_text("utf-8"), flags=re.MULTILINE
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class SqliteStore:
    """A store in one file; safe against a crash at any moment."""

    def __init__(self, path: Path, bot: int, clock: Callable[[], float] = time.time) -> None:
        """Open the file, or make it.

        Args:
            path: the file; the folder above it is made too.
            bot: the bot's numeric id.
            clock: the time, in seconds since the epoch.

        Raises:
            DatabaseForeign: the file holds something else. It is left as it is.
            DatabaseNewer: a newer Postbode wrote it.
            DatabaseUnusable: it can't be opened, read or written.
        """
        self._bot, self._clock = bot, clock
        self._sql = _statements()
        self._db = _open(path)

    def close(self) -> None:
        """See Store."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator["SqliteStore"]:
        """See Store."""
        self._execute("BEGIN IMMEDIATE")
        try:
            yield self
            self._execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._execute("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """See Transaction."""
        self._execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._execute("ROLLBACK TO step")
                self._execute("RELEASE step")
            raise
        self._execute("RELEASE step")

    def take(self, update: Update) -> bool:
        """See Transaction."""
        values = {"id": update.id, "chat": update.chat, "payload": _dump(update.payload)}
        return self._run("take", **values, now=self._clock()).rowcount > 0

    def finish(self, update: Update, how: Taken) -> None:
        """See Transaction."""
        self._run("finish", id=update.id, how=how.value)

    def chat(self, chat: int) -> Chat | None:
        """See Transaction."""
        row = self._run("chat", chat=chat).fetchone()
        return Chat(json.loads(row[0]), row[1]) if row else None

    def save(self, chat: int, conversation: Json) -> None:
        """See Transaction."""
        self._run("save", chat=chat, state=_dump(conversation))

    def queue(self, update: Update, calls: list[Json]) -> None:
        """See Transaction."""
        for n, call in enumerate(calls):
            self._run("queue", id=update.id, n=n, chat=update.chat, action=_dump(call))

    def waiting(self, limit: int, busy: frozenset[int]) -> list[Outgoing]:
        """See Transaction."""
        rows = (row for row in self._run("waiting") if row[1] not in busy)
        first = [row for _, row in zip(range(limit), rows, strict=False)]
        return [Outgoing(row[0], row[1], json.loads(row[2]), row[3]) for row in first]

    def mark(self, outgoing: Outgoing, known: int) -> None:
        """See Transaction."""
        self._run("mark", id=outgoing.id, known=known)

    def settle(self, outgoing: Outgoing) -> None:
        """See Transaction."""
        self._run("settle", id=outgoing.id)

    def set_card(self, chat: int, message: int | None) -> None:
        """See Transaction."""
        self._run("set_card", chat=chat, card=message)

    def drop(self, chat: int) -> int:
        """See Transaction."""
        return self._run("drop", chat=chat).rowcount

    def _execute(self, statement: str) -> None:
        with _translated():
            self._db.execute(statement)

    def _run(self, name: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - SQL values
        with _translated():
            return self._db.execute(self._sql[name], {"bot": self._bot, **values})


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseFailed(reason=error) from error


def _dump(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _open(path: Path) -> sqlite3.Connection:
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
        application = db.execute("PRAGMA application_id").fetchone()[0]
        schema = db.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise DatabaseForeign(path=path)
        if schema > SCHEMA:
            raise DatabaseNewer(path=path, found=schema, known=SCHEMA)
        damage = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise DatabaseUnusable(path=path, reason=f"it is damaged: {damage}")


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}")
    if db.execute("PRAGMA user_version").fetchone()[0] == 0:
        script = (_HERE / "schema.sql").read_text(encoding="utf-8")
        db.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA application_id={APPLICATION_ID};"
            f"PRAGMA user_version={SCHEMA}; COMMIT;"
        )
