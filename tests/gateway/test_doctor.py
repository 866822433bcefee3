"""postbode doctor: each thing that can be wrong, in a line that says what to do."""

from pathlib import Path

import pytest
from telegram import Bot

from bot.config import Config
from bot.gateway.doctor import Finding, examine
from bot.store.sqlite import SqliteStore
from tests.telegram import Customer, Fault, Group, InProcess, Telegram


class Practice:
    """A bot with a desk, as it should be."""

    def __init__(self, folder: Path) -> None:
        self.telegram = Telegram()
        self.anna: Customer = self.telegram.customer("Anna")
        self.group: Group = self.telegram.group("Helpdesk", self.anna, forum=True)
        self.group.role = "administrator"
        SqliteStore(folder / "a.sqlite3", self.telegram.bot_id).close()
        self.settings: dict[str, object] = {
            "token": self.telegram.token,
            "database": str(folder / "a.sqlite3"),
            "desk_chat": self.group.id,
            "agents": f"{self.anna.id}:Anna",
        }

    async def findings(self, **settings: object) -> list[Finding]:
        """Everything that is found."""
        config = Config(**(self.settings | settings))  # type: ignore[arg-type]
        bot = Bot(config.bot_token(), request=InProcess(self.telegram))
        return [finding async for finding in examine(bot, config)]

    async def wrong(self, **settings: object) -> str:
        """What is wrong, in one text."""
        found = await self.findings(**settings)
        return "\n".join(finding.text for finding in found if finding.how == "wrong")


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """A bot with a desk."""
    return Practice(tmp_path)


async def test_nothing_is_wrong_with_a_desk_as_it_should_be(practice: Practice) -> None:
    """Token, database, updates and desk are each told to be well."""
    found = await practice.findings()
    assert [finding.how for finding in found] == ["ok"] * 4


async def test_a_wrong_token_is_told_and_ends_it(practice: Practice) -> None:
    """Without a bot there is nothing more to look at."""
    found = await practice.findings(token="1:wrong")
    assert [(finding.how, "BotFather" in finding.text) for finding in found] == [("wrong", True)]


async def test_a_database_that_is_none_is_told(practice: Practice, tmp_path: Path) -> None:
    """The reason is that of the database."""
    (tmp_path / "text").write_text("not a database, and quite long enough to be read as one")
    assert "not a Postbode database" in await practice.wrong(database=str(tmp_path / "text"))


async def test_a_database_that_is_not_made_yet_is_a_note(practice: Practice) -> None:
    """The first start makes it."""
    found = await practice.findings(database=practice.telegram.username)
    assert [finding.how for finding in found][1] == "note"


async def test_a_webhook_of_somebody_else_is_told(practice: Practice) -> None:
    """Updates that are posted elsewhere never arrive."""
    practice.telegram.webhook = "https://example.com/other"
    assert "https://example.com/other" in await practice.wrong()


async def test_a_group_that_is_not_there_is_told(practice: Practice) -> None:
    """A wrong number, or a bot that was never added."""
    assert "chat not found" in (await practice.wrong(desk_chat=-5)).casefold()


async def test_a_removed_bot_is_told(practice: Practice) -> None:
    """With Telegram's words."""
    practice.group.change_role(practice.anna, "kicked")
    assert "kicked" in await practice.wrong()


async def test_a_channel_is_no_desk(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of another chat was given; everybody could read there."""
    channel = {"id": practice.group.id, "type": "channel", "title": "News"}
    monkeypatch.setattr(practice.group, "for_bot", lambda: channel)
    assert "is a channel chat, not a group" in await practice.wrong()


async def test_a_moved_group_is_told_with_its_new_number(practice: Practice) -> None:
    """The operator has to change the setting."""
    small = practice.telegram.group("Small", practice.anna, big=False)
    moved = small.upgrade()
    assert f"POSTBODE_DESK_CHAT to {moved.id}" in await practice.wrong(desk_chat=small.id)


async def test_a_bot_without_rights_is_told(practice: Practice) -> None:
    """It makes no topics, and hears little."""
    practice.group.role = "member"
    wrong = await practice.wrong()
    assert "may not manage topics" in wrong
    assert "privacy mode" in wrong


async def test_topics_that_are_off_are_a_note(practice: Practice) -> None:
    """The desk works without them."""
    practice.group.forum = False
    found = await practice.findings()
    assert [finding.how for finding in found].count("wrong") == 0
    assert any("Topics are off" in finding.text for finding in found)


async def test_an_agent_who_is_not_in_the_group_is_told(practice: Practice) -> None:
    """By name and number."""
    bob = practice.telegram.customer("Bob")
    assert f"Bob ({bob.id}) is not in the group" in await practice.wrong(agents=f"{bob.id}:Bob")


async def test_an_agent_who_is_nobody_is_told(practice: Practice) -> None:
    """A number that was mistyped."""
    assert "does not know the agent Eve (5)" in await practice.wrong(agents="5:Eve")


async def test_a_desk_without_agents_is_told(practice: Practice) -> None:
    """Nobody could do anything there."""
    assert "Nobody can work in the desk" in await practice.wrong(agents="")


async def test_agents_without_a_desk_are_told(practice: Practice) -> None:
    """One of the two settings is missing."""
    assert "they have no desk" in await practice.wrong(desk_chat=None)


async def test_a_telegram_that_fails_in_the_middle_is_told(practice: Practice) -> None:
    """What was found before is told too."""
    practice.telegram.fail("getChatMember", Fault(502, "Bad Gateway", times=9))
    found = await practice.findings(agents="")
    assert [finding.how for finding in found][-1] == "wrong"
    assert "can't be reached" in found[-1].text


async def test_a_proxy_that_is_not_used_is_told(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is behind a proxy learns that it is not used, when Telegram is out of reach."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert "no proxy is used" not in await practice.wrong()
    practice.telegram.fail("getMe", Fault(502, "Bad Gateway", times=9))
    assert "no proxy is used" in await practice.wrong()


async def test_a_telegram_out_of_reach_is_told(practice: Practice) -> None:
    """The network is the first thing to look at."""
    practice.telegram.fail("getMe", Fault(502, "Bad Gateway", times=9))
    assert "can't be reached" in await practice.wrong()
