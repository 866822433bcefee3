"""The token is in nothing that the bot prints or logs, whatever goes wrong."""

import signal
from pathlib import Path

import pytest

from tests.chaos.lives import Life, zygote
from tests.telegram import Fault, Telegram, serve

SECRET = "AAE-kanarie_4711xyz"
TOKEN = f"42:{SECRET}"
LASTS = 0.3
"""Seconds after which a life is told to stop; most end before."""
ECHO = f"Internal Server Error at /bot{TOKEN}/"
AT_THE_START = {
    "401": Fault.refused(401, "Unauthorized"),
    "404": Fault.refused(404, "Not Found"),
    "500": Fault.refused(500, ECHO),
    "400": Fault.refused(400, f"Bad Request: {ECHO}"),
    "reset": Fault.reset(taken=False),
}
LATER = (
    Fault.refused(500, ECHO),
    Fault.refused(400, f"Bad Request: {ECHO}"),
    Fault.refused(403, f"Forbidden: {ECHO}"),
    Fault.reset(taken=True),
    Fault.refused(401, "Unauthorized"),
    Fault.refused(404, "Not Found"),
    Fault.too_many(1),
)


async def ended(life: Life) -> None:
    """Let a life last a moment, and stop it."""
    if await life.lasts(LASTS):
        life.signal(signal.SIGTERM)
    await life.end()


@pytest.mark.parametrize("form", ["text", "json"])
async def test_the_token_is_printed_nowhere(tmp_path: Path, form: str) -> None:
    """Refusals, lost answers, faults of our own and debug mode: the token is never shown."""
    log = tmp_path / "log"
    telegram = Telegram(token=TOKEN)
    async with serve(telegram) as url, zygote(log) as lives:
        settings = {
            "POSTBODE_TOKEN": TOKEN,
            "POSTBODE_API_URL": url,
            "POSTBODE_DATABASE": str(tmp_path / "db.sqlite3"),
            "POSTBODE_LOG_FORMAT": form,
            "PYTHONASYNCIODEBUG": "1",
        }
        for fault in AT_THE_START.values():
            telegram.faults = {"getMe": [Fault(**vars(fault))]}
            await ended(await lives.begin(["run"], settings))
        for fault in LATER:
            customer = telegram.customer("Anna")
            customer.send("/start")
            methods = ("sendMessage", "getUpdates", "editMessageText")
            telegram.faults = {name: [Fault(**vars(fault))] for name in methods}
            await ended(await lives.begin(["run"], settings))
        for method in ("getMe", "getUpdates", "sendMessage"):
            telegram.faults = {}
            telegram.customer("Anna").send("/start")
            await ended(await lives.begin(["run"], settings, fault=method))
    shown = log.read_text(encoding="utf-8")
    assert SECRET not in shown
    assert "/bot***/" in shown
    assert "Traceback" in shown
