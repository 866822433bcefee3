"""The real process `postbode run --webhook`, to which Telegram posts."""

import asyncio
import signal
from pathlib import Path

import aiohttp

from tests.known_values import HOST, INCOMING, OUTGOING
from tests.process import free_address, postbode


async def endless(address: str) -> int:
    """The status that a request gets whose head has no end."""
    reader, writer = await asyncio.open_connection(*address.split(":"))
    writer.write(b"POST /hook HTTP/1.1\r\nX: " + b"y" * 100_000)
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return int(line.split()[1])


async def test_a_conversation_health_and_metrics(tmp_path: Path) -> None:
    """The answer comes through the webhook, while /health is green and /metrics counts."""
    address = free_address()
    told = {"POSTBODE_HTTP": address, "POSTBODE_WEBHOOK_URL": f"http://{address}/hook"}
    async with postbode(tmp_path, **told) as bot:
        await bot.start("--webhook")
        anna = bot.telegram.customer("Anna", "nl")
        anna.send("/start")
        await bot.until(anna, 1)
        anna.press("POP")
        await bot.until(anna, 3)
        anna.press("Nee, zonder SSL")
        await bot.until(anna, 5)
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://{address}/health") as health:
                assert (health.status, await health.text()) == (200, "ok\n")
            async with client.get(f"http://{address}/metrics") as metrics:
                text = await metrics.text()
            async with client.post(f"http://{address}/hook", json={"update_id": 1}) as stranger:
                assert stranger.status == 403
        assert await endless(address) == 400
        code, _ = await bot.end(signal.SIGTERM)
    assert code == 0
    assert 'postbode_updates_total{outcome="done"} 3.0' in text
    assert 'postbode_calls_total{do="edit",outcome="done"} 2.0' in text
    copied = [button.copy for button in anna.seen[-1].buttons() if button.copy]
    assert copied == [HOST, str(INCOMING["pop", False]), str(OUTGOING[False])]
    assert bot.telegram.allowed == {"message", "edited_message", "callback_query"}
    assert bot.telegram.complaints == []


async def test_polling_can_have_a_health_page(tmp_path: Path) -> None:
    """With POSTBODE_HTTP the pages are open without a webhook, and say that they are."""
    address = free_address()
    async with postbode(tmp_path, POSTBODE_HTTP=address) as bot:
        await bot.start()
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.until(anna, 1)
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"http://{address}/health") as health,
        ):
            assert health.status == 200
        _, output = await bot.end(signal.SIGTERM)
    assert f"Open: http://{address}/health and /metrics" in output


async def test_a_webhook_without_an_address_is_two_lines(tmp_path: Path) -> None:
    """Without an address the start fails and says which setting is missing."""
    async with postbode(tmp_path) as bot:
        await bot.start("--webhook")
        code, output = await bot.finished()
    assert code == 2
    assert "set POSTBODE_WEBHOOK_URL" in output
