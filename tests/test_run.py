"""The real process `postbode run`, against a Bot API on loopback."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.known_values import HOST, INCOMING, OUTGOING
from tests.process import PATIENCE, Bot, postbode
from tests.telegram import Fault


async def test_the_answer_comes_through_the_real_process(tmp_path: Path) -> None:
    """/start and two presses give the values of the guide, over the network."""
    async with postbode(tmp_path) as bot:
        await bot.start()
        anna = bot.telegram.customer("Anna", "nl")
        anna.send("/start")
        await bot.until(anna, 1)
        anna.press("POP")
        await bot.until(anna, 3)
        anna.press("Nee, zonder SSL")
        await bot.until(anna, 5)
    copied = [button.copy for button in anna.seen[-1].buttons() if button.copy]
    assert copied == [HOST, str(INCOMING["pop", False]), str(OUTGOING[False])]
    assert bot.telegram.complaints == []


async def test_a_kill_between_any_two_updates_loses_nothing(tmp_path: Path) -> None:
    """Killed after each update and started again, the bot goes on where it was."""
    async with postbode(tmp_path) as bot:
        anna = bot.telegram.customer("Anna")
        labels = ["IMAP (recommended)", "No, without SSL"]
        await bot.start()
        anna.send("/start")
        await bot.until(anna, 1)
        for label, deeds in zip(labels, (3, 5), strict=True):
            await bot.end()
            anna.press(label)
            await bot.start()
            await bot.until(anna, deeds)
    copied = [button.copy for button in anna.seen[-1].buttons() if button.copy]
    assert copied == [HOST, str(INCOMING["imap", False]), str(OUTGOING[False])]


async def test_kills_at_any_moment_lose_nothing(tmp_path: Path) -> None:
    """However soon after an update the bot is killed, each line of each customer is answered."""
    async with postbode(tmp_path) as bot:
        people = [bot.telegram.customer(f"C{n}") for n in range(6)]
        for number, customer in enumerate(people):
            await bot.start()
            customer.send("/start imap-ssl")
            customer.send("pop without ssl")
            async with asyncio.timeout(PATIENCE):
                while bot.telegram.pending and number % 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
            await asyncio.sleep(0.15 * number)
            await bot.end()
        await bot.start()
        for customer in people:
            await bot.until(customer, 2)
    last = [customer.seen[-1].text.split("\n")[0] for customer in people]
    assert last == ["Mail (Windows 8): POP without SSL"] * len(people)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_told(tmp_path: Path, how: signal.Signals) -> None:
    """SIGTERM and Ctrl-C end the process within three seconds, with success."""
    async with postbode(tmp_path) as bot:
        await bot.start()
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.until(anna, 1)
        async with asyncio.timeout(3):
            code, output = await bot.end(how)
    assert code == 0
    assert output.rstrip().endswith("Stopped.")


async def test_it_says_what_it_serves_and_where_it_stores(tmp_path: Path) -> None:
    """The first lines name the bot, the database and what is not configured."""
    async with postbode(tmp_path) as bot:
        await bot.start()
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.until(anna, 1)
        _, output = await bot.end(signal.SIGTERM)
    lines = output.splitlines()
    assert lines[0].startswith("Postbode serves @postbode_bot")
    assert lines[1] == f"Database: {tmp_path / 'db.sqlite3'}"
    assert any("POSTBODE_HELPDESK is not set" in line for line in lines)
    assert bot.telegram.token not in output


async def test_a_webhook_is_taken_away(tmp_path: Path) -> None:
    """A webhook that was set once does not keep the bot from polling."""
    async with postbode(tmp_path) as bot:
        bot.telegram.webhook = "https://old.example/hook"
        await bot.start()
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.until(anna, 1)
    assert not bot.telegram.webhook


async def refused(bot: Bot) -> tuple[int, str]:
    """Start a process that can't go on; returns its code and its only line."""
    await bot.start()
    code, output = await bot.finished()
    assert output.count("\n") == 1, output
    return code, output


async def test_a_wrong_token_is_one_line(tmp_path: Path) -> None:
    """A token that Telegram refuses ends with one line, which does not hold the token."""
    async with postbode(tmp_path, POSTBODE_TOKEN="1:wrong") as bot:
        code, output = await refused(bot)
    assert code == 1
    assert "does not accept the bot token" in output
    assert "1:wrong" not in output


async def test_an_unreachable_api_is_one_line(tmp_path: Path) -> None:
    """An API that nobody serves ends with one line that names it."""
    async with postbode(tmp_path, POSTBODE_API_URL="http://127.0.0.1:9") as bot:
        code, output = await refused(bot)
    assert code == 1
    assert "http://127.0.0.1:9 can't be reached" in output


async def test_a_foreign_database_is_one_line_and_left(tmp_path: Path) -> None:
    """A file that is not ours ends with one line and stays as it is."""
    path = tmp_path / "diary.txt"
    path.write_text("Dear diary", encoding="utf-8")
    async with postbode(tmp_path, POSTBODE_DATABASE=str(path)) as bot:
        code, output = await refused(bot)
    assert code == 1
    assert "is not a Postbode database" in output
    assert path.read_text(encoding="utf-8") == "Dear diary"


async def test_a_missing_token_is_two_lines(tmp_path: Path) -> None:
    """Without a token, two lines say what is missing and how to get one."""
    async with postbode(tmp_path, POSTBODE_TOKEN="") as bot:
        await bot.start()
        code, output = await bot.finished()
    assert code == 2
    first, second = output.splitlines()
    assert "POSTBODE_TOKEN" in first
    assert "@BotFather" in second


async def test_a_token_that_is_revoked_later_does_not_end_it(tmp_path: Path) -> None:
    """A 401 while polling is logged without the token, and the process lives on."""
    async with postbode(tmp_path) as bot:
        bot.telegram.fail("getUpdates", Fault.refused(401, "Unauthorized"))
        await bot.start()
        async with asyncio.timeout(PATIENCE):
            while bot.telegram.faults["getUpdates"][0].times:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
        assert bot.process is not None
        assert bot.process.returncode is None
        code, output = await bot.end(signal.SIGTERM)
    assert code == 0
    assert "does not accept the token any more" in output
    assert bot.telegram.token not in output
