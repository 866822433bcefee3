"""Commands that are killed: what they leave behind."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.store import Update
from bot.store.sqlite import SqliteStore
from tests.chaos.lives import End, zygote


def filled(path: Path) -> None:
    """A database with a thousand updates."""
    store = SqliteStore(path, bot=42)
    with store.transaction() as transaction:
        for number in range(1000):
            transaction.take(Update(number, 7, {"text": "a sentence" * 20}))
    store.close()


async def test_a_backup_that_is_killed_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    """Wherever `postbode backup` is killed, its target is not there or whole, and can be made."""
    source, settings = tmp_path / "db.sqlite3", {"POSTBODE_TOKEN": "42:offline"}
    filled(source)
    settings["POSTBODE_DATABASE"] = str(source)
    async with zygote(tmp_path / "log") as lives:

        async def backup(target: Path, **how: Any) -> End:  # noqa: ANN401
            return await (await lives.begin(["backup", str(target)], settings, **how)).end()

        told = await backup(tmp_path / "told.sqlite3")
        assert told.code == 0, (tmp_path / "log").read_text(encoding="utf-8")
        points = [point for point in told.reached if point.startswith("sql")][::2]
        assert points
        for number, point in enumerate(points):
            target = tmp_path / f"{number}.sqlite3"
            assert (await backup(target, point=point)).code == -9
            assert not target.exists() or rows(target) == 1000
            assert (await backup(target)).code == 0 or rows(target) == 1000
            assert rows(target) == 1000
    assert rows(source) == 1000


def rows(path: Path) -> int:
    """The updates in a database that is whole."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(db.execute("SELECT count(*) FROM inbox").fetchone()[0])
