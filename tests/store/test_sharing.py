"""One process uses a file; others may read and copy it."""

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import BackupExists, BackupFailed, DatabaseFailed, DatabaseInUse, DatabaseUnusable
from bot.store import Update
from bot.store.backup import backup
from bot.store.sqlite import SqliteStore
from tests.store.test_sqlite import WRITE_FOR_EVER


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "postbode.sqlite3"


@contextmanager
def writing(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes without end."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_process_is_refused(path: Path) -> None:
    """While a process uses a file, another is told which one, and what to do."""
    with writing(path) as process:
        with pytest.raises(DatabaseInUse, match=rf"process {process.pid}\): stop it"):
            SqliteStore(path, bot=1)
        with pytest.raises(DatabaseInUse):
            SqliteStore(path, bot=2)


def test_another_name_is_the_same_file(path: Path, tmp_path: Path) -> None:
    """A link to the file does not get around the lock."""
    link = tmp_path / "link.sqlite3"
    link.symlink_to(path)
    store = SqliteStore(path, bot=1)
    with pytest.raises(DatabaseInUse):
        SqliteStore(link, bot=1)
    store.close()
    SqliteStore(link, bot=1).close()


def test_a_killed_process_frees_the_file(path: Path) -> None:
    """After kill -9 the next process starts at once."""
    with writing(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        SqliteStore(path, bot=1).close()


def test_a_store_that_cannot_be_opened_frees_the_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that fails does not stand in the way of the next."""
    monkeypatch.setattr("bot.store.sqlite_file.migrations", lambda _: ["nonsense"])
    with pytest.raises(DatabaseUnusable):
        SqliteStore(path, bot=1)
    monkeypatch.undo()
    SqliteStore(path, bot=1).close()


def test_a_file_is_read_beside_its_user(path: Path) -> None:
    """A reader sees what is committed, and can't write."""
    user = SqliteStore(path, bot=1)
    with user.transaction() as transaction:
        transaction.save(7, {"state": "x"})
    reader = SqliteStore(path, bot=1, reading=True)
    with reader.transaction() as transaction:
        assert transaction.chat(7) == ({"state": "x"}, None)
        with pytest.raises(DatabaseFailed):
            transaction.save(7, {"state": "y"})
    reader.close()
    user.close()


def test_reading_makes_no_file(path: Path) -> None:
    """Who wants to read what is not there is told so."""
    with pytest.raises(DatabaseUnusable, match="there is none"):
        SqliteStore(path, bot=1, reading=True)
    assert not path.exists()


def test_a_backup_is_complete_and_consistent_while_the_bot_writes(
    path: Path, tmp_path: Path
) -> None:
    """Each copy holds every commit up to one moment, no earlier than when it was begun."""
    with writing(path) as process:
        assert process.stdout is not None
        for number in range(3):
            begun = int(process.stdout.readline())
            copy = tmp_path / f"copy{number}"
            backup(path, copy)
            store = SqliteStore(copy, bot=1)
            with store.transaction() as transaction:
                chat = transaction.chat(1)
                assert chat is not None
                last = chat.conversation["number"]
                assert last >= begun
                assert not any(transaction.take(Update(n, 1, {})) for n in range(1, last + 1))
                assert transaction.take(Update(last + 1, 1, {}))
            store.close()


def test_a_backup_is_private(path: Path, tmp_path: Path) -> None:
    """Nobody but the operator can read a backup, and nothing lies beside it."""
    SqliteStore(path, bot=1).close()
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(path, folder / "copy")
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600
    assert [p.name for p in folder.iterdir()] == ["copy"]


def test_a_backup_replaces_nothing(path: Path, tmp_path: Path) -> None:
    """What has the name already is left as it is, a dangling link too."""
    SqliteStore(path, bot=1).close()
    (tmp_path / "mine").write_text("Dear diary", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("mine", "link"):
        with pytest.raises(BackupExists):
            backup(path, tmp_path / name)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "Dear diary"
    assert not (tmp_path / "nowhere").exists()


def test_a_backup_into_a_missing_folder_fails(path: Path, tmp_path: Path) -> None:
    """A folder that is not there is named, with the reason."""
    SqliteStore(path, bot=1).close()
    with pytest.raises(BackupFailed, match="No such file"):
        backup(path, tmp_path / "nowhere" / "copy")


def test_a_backup_on_a_full_disk_leaves_nothing(path: Path, tmp_path: Path) -> None:
    """A copy for which there is no room fails as a whole; the next one can be made."""
    store = SqliteStore(path, bot=1)
    with store.transaction() as transaction:
        for chat in range(300):
            transaction.save(chat, {"text": "x" * 1000})
    store.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    limited = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from bot.store.backup import backup\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "backup(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, str(path), str(folder / "copy")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "BackupFailed" in done.stderr
    assert list(folder.iterdir()) == []
    backup(path, folder / "copy")


def test_a_backup_needs_a_database(path: Path, tmp_path: Path) -> None:
    """Without a database there is no backup, and none is made."""
    with pytest.raises(DatabaseUnusable, match="there is none"):
        backup(path, tmp_path / "copy")
    assert not path.exists()


def test_a_large_file_is_looked_through_meanwhile(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file is used at once; when it turns out to be damaged nothing more is written."""
    SqliteStore(path, bot=1).close()
    monkeypatch.setattr("bot.store.sqlite_session.CHECK_AT_ONCE", 0)
    monkeypatch.setattr("bot.store.sqlite_session.damage", lambda _: "it is damaged: tested")
    with closing(SqliteStore(path, bot=1)) as store:
        store.looking.join(10)
        with pytest.raises(DatabaseFailed, match="it is damaged: tested"), store.transaction():
            pass
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
