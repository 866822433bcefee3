"""What a typed text asks for, in one word: for those who look at the understanding alone."""

from dataclasses import dataclass
from typing import Final

from bot.engine.answers import Answers
from bot.engine.symptoms import TROUBLES
from bot.engine.understand import SETTINGS, WALKTHROUGH, Understood, understand
from bot.engine.vocabulary import Vocabulary

SECRET: Final = "secret"  # noqa: S105 - the name of an intent
UNKNOWN: Final = "unknown"
INTENTS: Final = (SETTINGS, WALKTHROUGH, *TROUBLES, "paid", "person", SECRET, UNKNOWN)
"""Every intent. A complaint that does not say what fails is unknown: the bot has to ask."""
PROGRAM: Final = "program_"
"""Begins the classes of mail programs; who names one wants its settings."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a text asks for, and what it says about the settings; None is "not said"."""

    name: str
    answers: Answers = Answers()


def intent(vocabulary: Vocabulary, text: str, language: str | None) -> Intent:
    """Read a typed text of a customer who reads `language`; None when that is not known."""
    if vocabulary.secrets.given_away(text):
        return Intent(SECRET)
    understood = understand(vocabulary, text, language)
    return Intent(_name(understood), understood.answers)


def _name(understood: Understood) -> str:
    for meant in understood.meant:
        if meant in INTENTS and meant != UNKNOWN:
            return meant
        if meant.startswith(PROGRAM) and WALKTHROUGH not in understood.meant:
            return SETTINGS
    return SETTINGS if understood.names else UNKNOWN
