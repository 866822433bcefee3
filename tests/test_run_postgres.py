"""The real process on a real PostgreSQL, which crashes and comes back."""

import asyncio
import signal
from pathlib import Path

from tests.postgres import Server
from tests.process import postbode


async def test_a_crash_of_the_server_is_survived(tmp_path: Path, postgres: Server) -> None:
    """What customers send while PostgreSQL is away is answered when it is back."""
    postgres.ask("DROP SCHEMA IF EXISTS postbode CASCADE")
    async with postbode(tmp_path, POSTBODE_DATABASE=postgres.address) as bot:
        await bot.start()
        anna, piet = bot.telegram.customer("Anna"), bot.telegram.customer("Piet")
        anna.send("imap")
        await bot.until(anna, 1)
        await asyncio.to_thread(postgres.stop)
        anna.send("yes")
        piet.send("/start")
        await asyncio.to_thread(postgres.start)
        await bot.until(anna, 3)
        await bot.until(piet, 1)
        code, output = await bot.end(signal.SIGTERM)
    assert code == 0
    assert anna.seen[-1].text.startswith("Mail (Windows 8): IMAP with SSL")
    assert output.count("the database fails") == 1
    assert output.count("the database works again") == 1
