"""One process per file: a lock that the system takes away from a process that ends, however."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from bot.errors import DatabaseInUse

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(1 << 20)  # Windows keeps others from reading what is locked: not the number
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held from when it is made until it is closed, or the process ends.

    The lock is on a file beside the one it stands for, which holds the number of the process. It
    stays when it is free: a file that is taken away could be locked by two.
    """

    def __init__(self, path: Path) -> None:
        """Lock.

        Args:
            path: what the lock stands for.

        Raises:
            DatabaseInUse: another process holds it.
            OSError: the file of the lock can't be made.
        """
        real = path.resolve()
        beside = real.with_name(real.name + ".lock")
        self._file = os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
        try:
            _lock(self._file)
        except (BlockingIOError, PermissionError) as error:
            number = self._file.read(20).decode("ascii", "replace").strip() or "unknown"
            self._file.close()
            raise DatabaseInUse(where=path, process=number) from error
        except BaseException:
            self._file.close()
            raise
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n".encode("ascii"))

    def close(self) -> None:
        """Free the lock."""
        self._file.close()
