"""What every measurement needs: Telegram on loopback, a script, folders, a way to order a load."""

import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.content import script
from bench.place import cores, started_on

Json = dict[str, Any]
ROOT: Final = Path(__file__).parent.parent
PATIENCE: Final = 120.0
"""Seconds that a load may take, with what it leaves to be answered."""
STOP: Final = 5.0
"""Seconds that a process has to end by itself."""


@contextmanager
def stage() -> Iterator[tuple[Path, str]]:
    """A folder with the script in it, and Telegram with its customers."""
    folder = Path(tempfile.mkdtemp(prefix="postbode-bench-"))
    folder.chmod(0o755)  # PostgreSQL works as another user when we are root
    try:
        path = folder / "script.json"
        path.write_text(json.dumps(script()), encoding="utf-8")
        with telegram(path) as api:
            yield path, api
    finally:
        shutil.rmtree(folder)


def calls_of(path: Path) -> int:
    """The calls of the conversation in a script."""
    return sum(map(len, json.loads(path.read_text("utf-8"))["steps"]))


def order(api: str, wanted: Json) -> Json:
    """Order a load; returns what came of it."""
    request = urllib.request.Request(f"{api}/load", json.dumps(wanted).encode())
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        return dict(json.load(reply))


@contextmanager
def folder_for(name: str, path: Path) -> Iterator[Path]:
    """An empty folder beside the script; its log is told when something goes wrong."""
    folder = path.parent / name
    folder.mkdir()
    folder.chmod(0o777)
    try:
        yield folder
    except Exception as error:
        log = folder / "log"
        error.add_note(log.read_text("utf-8", "replace")[-2000:] if log.exists() else "no log")
        raise
    finally:
        shutil.rmtree(folder)


@contextmanager
def telegram(script: Path) -> Iterator[str]:
    """The process that is Telegram; yields the root of its Bot API."""
    with started_on(cores()[1]):
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.server", str(script)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    assert process.stdout
    assert process.stdin
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        process.wait(STOP)
        process.stdout.close()
