"""The real process on a real PostgreSQL, which crashes and comes back."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import aiohttp

from tests.postgres import Server
from tests.process import PATIENCE, Bot, free_address, postbode
from tests.telegram import Fault


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


async def test_the_work_of_a_process_that_dies_is_taken_over(
    tmp_path: Path, postgres: Server
) -> None:
    """One of two processes is killed over a message: the other sends it, once, and goes on."""
    postgres.ask("DROP SCHEMA IF EXISTS postbode CASCADE")
    mine, other = free_address(), free_address()
    told = {"POSTBODE_DATABASE": postgres.address, "POSTBODE_WEBHOOK_URL": f"http://{mine}/hook"}
    async with postbode(tmp_path, POSTBODE_HTTP=mine, **told) as first:
        anna, piet = first.telegram.customer("Anna"), first.telegram.customer("Piet")
        await first.start("--webhook")
        anna.send("/start")
        await first.until(anna, 1)
        second = Bot(first.telegram, first.environment | {"POSTBODE_HTTP": other})
        await second.start("--webhook")
        try:
            await healthy(other)
            first.telegram.fail("sendMessage", Fault.time_out(taken=True))
            anna.send("imap with ssl")
            await first.called("sendMessage")
            await first.end()
            first.telegram.webhook = f"http://{other}/hook"  # as a load balancer would
            piet.send("/start")
            await second.until(piet, 1)
            anna.send("pop without ssl")
            async with asyncio.timeout(PATIENCE):
                while len(anna.seen) < 3:  # noqa: ASYNC110 - a process has no event
                    await asyncio.sleep(0.005)
        finally:
            code, _ = await second.end(signal.SIGTERM)
    assert code == 0
    told_to_anna = [message.text.partition("\n")[0] for message in anna.seen]
    assert told_to_anna[1:] == [
        "Mail (Windows 8): IMAP with SSL",
        "Mail (Windows 8): POP without SSL",
    ]


async def healthy(address: str) -> None:
    """Wait until a process says that it is."""
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as client:
        while True:
            with suppress(aiohttp.ClientConnectionError):
                async with client.get(f"http://{address}/health") as health:
                    if health.status == 200:
                        return
            await asyncio.sleep(0.02)
