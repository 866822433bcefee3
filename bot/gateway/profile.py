"""What people see of the bot before they write to it: set at start, where it is otherwise.

Telegram limits how often a bot may change its name, so nothing is set that is so already. A call
that fails is logged and left for the next start; it never holds up the service.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import structlog
from telegram import Bot
from telegram.error import RetryAfter, TelegramError, TimedOut

from bot.engine.flow import Profile
from bot.gateway.request import call
from bot.helpdesk import Helpdesk
from bot.render.catalog import SOURCE_LANGUAGE, Catalog

_TEXTS: Final = {
    "name": "MyName",
    "description": "MyDescription",
    "short_description": "MyShortDescription",
}

log = structlog.get_logger()


class Wish(NamedTuple):
    """One thing that Telegram should show in one language.

    Attributes:
        method: the method that sets it, without "set".
        language: the code of the language; empty for everybody whose language we do not have.
        name: what the parameter is called.
        value: what it should be.
    """

    method: str
    language: str
    name: str
    value: Any

    def now(self, answer: Any) -> Any:  # noqa: ANN401 - JSON
        """What it is now, in the answer of the method that gets it."""
        return answer if self.name == "commands" else answer.get(self.name)


def wishes(profile: Profile, catalog: Catalog) -> Iterator[Wish]:
    """What Telegram should show in a language."""
    language = "" if catalog.language == SOURCE_LANGUAGE else catalog.language
    commands = [
        {"command": command, "description": catalog.text(text.text)}
        for command, text in profile.commands.items()
    ]
    yield Wish("MyCommands", language, "commands", commands)
    for name, method in _TEXTS.items():
        yield Wish(method, language, name, catalog.text(getattr(profile, name).text))


async def keep(bot: Bot, helpdesk: Helpdesk) -> None:
    """Like `dress`, in the background: whatever goes wrong is logged and no more."""
    try:
        count = await dress(bot, helpdesk)
    except Exception:
        log.exception("the profile could not be set; the next start tries again")
    else:
        log.info("the profile is as it should be", set=count)


async def dress(bot: Bot, helpdesk: Helpdesk) -> int:
    """Set what is otherwise, language by language.

    Args:
        bot: the bot.
        helpdesk: the texts and their languages.

    Returns:
        How many things were set.
    """
    profile, limited, count = helpdesk.flow.profile, set[str](), 0
    if profile is None:
        return 0
    for language in helpdesk.languages:
        for wish in wishes(profile, helpdesk.catalog(language)):
            if wish.method not in limited:
                count += await _granted(bot, wish, limited)
    return count


async def _granted(bot: Bot, wish: Wish, limited: set[str]) -> bool:
    """Whether something had to be set and was; a method that Telegram limits is noted."""
    where = {"language_code": wish.language}
    try:
        if wish.now(await call(bot, f"get{wish.method}", where)) == wish.value:
            return False
        await call(bot, f"set{wish.method}", where | {wish.name: wish.value})
    except TelegramError as error:
        if isinstance(error, RetryAfter | TimedOut):
            limited.add(wish.method)
        log.warning(
            "the profile could not be set; the next start tries again",
            method=f"set{wish.method}",
            language=wish.language or SOURCE_LANGUAGE,
            reason=str(error),
        )
        return False
    return True
