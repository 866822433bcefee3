"""A password leaves no trace."""

import json
from pathlib import Path

import pytest

from bot.helpdesk import Helpdesk
from bot.store.backup import backup
from bot.store.memory import MemoryStore
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.postgres import Server
from tests.service import Service, service
from tests.telegram import Fault

CANARY = "Kanarie-4711!"
ORDINARY = "een heel gewone zin over mussen"


@pytest.mark.parametrize(
    "text",
    [
        f"mijn wachtwoord is {CANARY}",
        CANARY,
        f"/start {CANARY}",
        f"/{CANARY}",
        "/wachtwoord Kanarie4711",
    ],
)
async def test_a_password_is_in_no_file(helpdesk: Helpdesk, tmp_path: Path, text: str) -> None:
    """Neither the database nor its log holds a password that was sent."""
    async with service(helpdesk, SqliteStore(tmp_path / "db.sqlite3", bot=42)) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        anna.send(text)
        await bot.work()
        kept = [path.read_bytes() for path in sorted(tmp_path.iterdir())]  # noqa: ASYNC240
        assert [message.by_bot for message in anna.messages] == [True]
    assert kept
    assert not [content for content in kept if b"anarie" in content or b"4711" in content]


async def test_the_message_is_deleted_and_warned_of(helpdesk: Helpdesk) -> None:
    """The message is taken out of the chat, and the customer reads a warning."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        anna.send(f"wachtwoord: {CANARY}")
        await bot.work()
    assert [message.by_bot for message in anna.messages] == [True]
    assert anna.seen[0].text.startswith("⚠ Dat leek op een wachtwoord.")


async def test_the_warning_comes_also_when_it_cannot_be_deleted(helpdesk: Helpdesk) -> None:
    """A message that Telegram does not delete is warned of all the same."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        words = "Bad Request: message can't be deleted"
        bot.telegram.fail("deleteMessage", Fault.refused(400, words))
        anna.send(f"wachtwoord: {CANARY}")
        await bot.work()
    assert anna.seen[0].text.startswith("⚠")


async def test_the_log_does_not_hold_it(
    helpdesk: Helpdesk, capfd: pytest.CaptureFixture[str]
) -> None:
    """What goes wrong around a password is logged without it."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        bot.telegram.fail("deleteMessage", Fault.refused(500, "Internal Server Error"))
        anna.send(f"wachtwoord: {CANARY}")
        await bot.work()
    assert CANARY not in "".join(capfd.readouterr())
    assert CANARY not in json.dumps(bot.telegram.calls)


async def test_a_password_under_a_picture_is_deleted_and_warned_of(helpdesk: Helpdesk) -> None:
    """What is written under a picture is looked at as well, and kept nowhere."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        anna.share("photo")
        bot.telegram.pending[-1]["message"]["caption"] = f"mijn wachtwoord is {CANARY}"
        await bot.work()
        with store.transaction() as transaction:
            assert CANARY not in json.dumps(transaction.export(anna.id))
    assert [message.by_bot for message in anna.messages] == [True]
    assert anna.seen[0].text.startswith("⚠")


async def test_what_is_said_under_a_picture_is_not_kept(helpdesk: Helpdesk) -> None:
    """Words that the bot has no use for are not stored."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        anna.share("photo")
        bot.telegram.pending[-1]["message"]["caption"] = "mijn kat"
        anna.send("/help mijn kat")
        await bot.work()
        with store.transaction() as transaction:
            assert "kat" not in json.dumps(transaction.export(anna.id)["updates"])


async def test_a_password_is_in_no_backup(helpdesk: Helpdesk, tmp_path: Path) -> None:
    """A copy of the database holds what was said, and not the password."""
    async with service(helpdesk, SqliteStore(tmp_path / "db.sqlite3", bot=42)) as bot:
        await say_both(bot)
        backup(tmp_path / "db.sqlite3", tmp_path / "copy.sqlite3")
    copy = (tmp_path / "copy.sqlite3").read_bytes()
    assert ORDINARY.encode() in copy
    assert b"anarie" not in copy


async def test_a_password_is_in_no_file_of_a_server(helpdesk: Helpdesk, postgres: Server) -> None:
    """Neither tables nor log of PostgreSQL hold it, though they hold what else was said."""
    store = PostgresStore(postgres.address, 4711, polling=False)
    async with service(helpdesk, store) as bot:
        await say_both(bot)
    postgres.ask("CHECKPOINT")
    folder = Path(postgres.ask("SHOW data_directory")[0][0])
    held = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]  # noqa: ASYNC240
    assert any(ORDINARY.encode() in content for content in held)
    assert not any(b"anarie" in content for content in held)


async def say_both(bot: Service) -> None:
    """Say something ordinary, and a password."""
    anna = bot.telegram.customer("Anna", "nl")
    anna.send(ORDINARY)
    anna.send(f"mijn wachtwoord is {CANARY}")
    await bot.work()
