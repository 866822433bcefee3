"""A copy of the database, made while the bot writes."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import BackupExists, BackupFailed, DatabaseUnusable
from bot.store.sqlite_file import read_file


def backup(source: Path, target: Path) -> None:
    """Copy a database; the copy is one file, whole, as of one moment.

    It is written beside its place and moved there when it is complete and on the disk. `VACUUM
    INTO` reads one state while others write, and leaves out what was deleted.

    Args:
        source: the database.
        target: where the copy is to be. It must not exist.

    Raises:
        BackupExists: there is something in this place already.
        BackupFailed: it can't be written there; nothing is left behind.
        StoreError: the database can't be read.
    """
    if os.path.lexists(target):
        raise BackupExists(path=target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    with closing(read_file(source)) as db:
        try:
            partial.touch(mode=0o600, exist_ok=False)
            db.execute("VACUUM INTO ?", [str(partial)])
            _verify(partial)
            _put(partial, target)
        except FileExistsError as error:
            raise BackupExists(path=target) from error
        except OSError as error:
            raise BackupFailed(path=target, reason=error.strerror or error) from error
        except sqlite3.Error as error:
            raise BackupFailed(path=target, reason=error) from error
        finally:
            partial.unlink(missing_ok=True)


def _verify(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        damage = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if damage != "ok":
        raise DatabaseUnusable(path=path, reason=f"the copy is damaged: {damage}")


def _put(partial: Path, target: Path) -> None:
    """Give a file its name, unless the name is taken; both outlive a loss of power."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    os.link(partial, target)  # unlike a rename, never replaces what is there
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
