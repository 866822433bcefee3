"""What can be wrong in the texts that people see before they write to the bot."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog

from bot.engine.flow import Flow, Text
from bot.source import Fault

LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}
COMMAND_LIMIT: Final = 256
"""Characters that Telegram takes (Bot API, setMyName and its like, BotCommand)."""


def command_faults(flow: Flow) -> Iterator[Fault]:
    """Commands that are not described, and descriptions of commands that there are not."""
    if flow.profile is None:
        return
    choices = [choice for state in flow.states.values() for choice in state.choices()]
    places = {choice.command: choice.where for choice in choices if choice.command}
    for command in sorted(places.keys() - flow.profile.commands.keys()):
        yield _at(places[command], f"/{command} is not described in flows/common.yaml, “profile”")
    for command, text in flow.profile.commands.items():
        if command not in {"start", *places}:
            yield _at(text.where, f"/{command} is described, and no choice has that command")


def profile_faults(flow: Flow, path: Path, catalog: Catalog) -> Iterator[Fault]:
    """Translations that are longer than Telegram takes."""
    if flow.profile is None:
        return
    texts: list[tuple[Text, int]] = [
        *((getattr(flow.profile, name), limit) for name, limit in LIMITS.items()),
        *((text, COMMAND_LIMIT) for text in flow.profile.commands.values()),
    ]
    for text, limit in texts:
        entry = catalog.get(text.text)
        said = str(entry.string) if entry else ""
        if entry and len(said) > limit:
            message = f"“{said[:30]}…” has {len(said)} characters; Telegram takes {limit}"
            yield Fault(f"{path.parent.name}/{path.name}", entry.lineno or 1, message)


def _at(where: str, message: str) -> Fault:
    file, _, line = where.rpartition(":")
    return Fault(file, int(line), message)
