"""What a bot says of itself: its commands, its name and its descriptions."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.telegram.refused import refuse

if TYPE_CHECKING:
    from tests.telegram.core import Telegram

Json = dict[str, Any]
MOST_COMMANDS: Final = 100
LONGEST_COMMAND: Final = 256
LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE: Final = re.compile(r"([a-z]{2})?")


@dataclass
class Profile:
    """What people see of a bot before they write to it, by language; "" is every other one."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def texts(self, what: str) -> dict[str, str]:
        """The texts of one kind."""
        found: dict[str, str] = getattr(self, f"{what}s")
        return found


def set_my_commands(telegram: "Telegram", params: Json) -> bool:
    """The commands that people see under the menu button."""
    commands = params["commands"]
    if len(commands) > MOST_COMMANDS:
        refuse("too many commands specified")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            refuse("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= LONGEST_COMMAND:
            refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.profile.commands[_place(params)] = commands
    return True


def get_my_commands(telegram: "Telegram", params: Json) -> list[Json]:
    """The commands of one scope and language."""
    return telegram.profile.commands.get(_place(params), [])


def delete_my_commands(telegram: "Telegram", params: Json) -> bool:
    """No commands of one scope and language."""
    telegram.profile.commands.pop(_place(params), None)
    return True


def setter(what: str) -> Callable[["Telegram", Json], bool]:
    """The method that sets the name or a description; an empty text removes it."""

    def method(telegram: "Telegram", params: Json) -> bool:
        text, language = str(params.get(what) or ""), _language(params)
        if len(text) > LIMITS[what]:
            refuse(f"bot {what.replace('_', ' ')} is too long")
        texts = telegram.profile.texts(what)
        texts.pop(language, None)
        if text:
            texts[language] = text
        return True

    return method


def getter(what: str) -> Callable[["Telegram", Json], Json]:
    """The method that reads the name or a description."""

    def method(telegram: "Telegram", params: Json) -> Json:
        texts = telegram.profile.texts(what)
        general = texts.get("", "Postbode" if what == "name" else "")
        return {what: texts.get(_language(params), general)}

    return method


def _place(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    parts = [str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope]
    return " ".join(parts), _language(params)


def _language(params: Json) -> str:
    language = str(params.get("language_code") or "")
    if not _LANGUAGE.fullmatch(language):
        refuse("language code is invalid")
    return language
