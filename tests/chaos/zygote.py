"""A process that has imported everything and forks a child for each life of the bot.

It reads a life as a line of JSON, and writes two lines for it: the number of the process, and how
it ended. It runs no loop and no thread, so that a fork is safe.
"""

import gc
import importlib
import json
import os
import pkgutil
import sys
from functools import lru_cache
from typing import Any, NoReturn

import bot
from bot import helpdesk
from bot.config import load_config
from tests.chaos.failpoint import Points, install

Json = dict[str, Any]


def main() -> None:
    """Fork lives until the input ends."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    helpdesk.load_helpdesk = lru_cache(helpdesk.load_helpdesk)
    helpdesk.load_helpdesk(load_config().operator)
    gc.collect()
    gc.freeze()
    _say({"ready": True})
    with os.fdopen(0, closefd=False) as told:  # sys.stdin stays fresh for the children
        for line in told:
            _one(json.loads(line))


def _one(life: Json) -> None:
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        _live(life, writing)
    os.close(writing)
    _say({"process": number})
    _, status = os.waitpid(number, 0)
    with os.fdopen(reading) as report:
        told = json.loads(report.read() or "{}")
    _say({"code": os.waitstatus_to_exitcode(status), **told})


def _live(life: Json, report: int) -> NoReturn:
    """The command `postbode`, as it runs in a process of its own."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(life["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for to, wanted in enumerate((nothing, log, log)):
        os.dup2(wanted, to)
    os.environ.update(life["environment"])
    sys.argv = ["postbode", *life["command"]]
    points = Points(life["point"], life["nth"], report)
    install(points, life["fault"])
    code = 1
    try:
        importlib.import_module("bot.cli").main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - a child must not come back into the zygote's loop
        sys.excepthook(*sys.exc_info())
    points.tell()
    sys.stderr.flush()
    os._exit(code)


def _say(what: Json) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
