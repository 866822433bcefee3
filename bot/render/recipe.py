"""Recipes: which file goes with the settings, and how it is made from them."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.engine.answers import Answers, parse_code
from bot.facts import Facts, settings_for
from bot.render import picture, takeaway
from bot.render.answer import Answer
from bot.render.file import Draft, File

_MADE: Final = {"profile": takeaway.profile, "autoconfig": takeaway.autoconfig}
_ENDINGS: Final = {"profile": "mobileconfig", "autoconfig": "xml"}


def file_of(what: str, answers: Answers, language: str, address: str, facts: Facts) -> File:
    """The file that goes with some settings.

    Args:
        what: what a flow sends with them: `picture`, `profile`, `autoconfig` or `qr`.
        answers: what the customer said.
        language: the code of the language.
        address: the customer's, where they want it in the file. Then the file is theirs alone.
        facts: the values.
    """
    code = answers.code()
    if what == "picture":
        return File("photo", f"{code}-{language}.png", f"{what} {code} {language}")
    mailbox = _mailbox(facts, answers, address)
    if what == "qr":
        return File("photo", f"{code}-qr.png", content=takeaway.transfer(mailbox), drawn=True)
    name = f"{code}.{_ENDINGS[what]}"
    if not address:
        return File("document", name, f"{what} {code}")
    return File("document", name, content=_MADE[what](mailbox).decode())


def own(file: File) -> bytes:
    """The content of a file that has no recipe."""
    return takeaway.qr_code(file.content) if file.drawn else file.content.encode()


@dataclass(frozen=True)
class Recipes:
    """Reads recipes.

    Attributes:
        answer: gives the settings of some answers in a language.
        facts: the values.
        programs: the mail programs there are facts for.
        languages: the languages there are texts for.
    """

    answer: Callable[[Answers, str], Answer]
    facts: Facts
    programs: Collection[str]
    languages: Collection[str]

    def draft(self, recipe: str) -> Draft:
        """What a recipe makes.

        Args:
            recipe: what is made, the code of the answers, and for a picture the language:
                `picture imap-ssl nl`, `profile iphone-imap-ssl`.

        Raises:
            LookupError: no such recipe is known: another version wrote it.
        """
        what, _, rest = recipe.partition(" ")
        code, _, language = rest.partition(" ")
        known = parse_code(code, self.programs, ())
        if known is None or not known[0].complete:
            raise LookupError(recipe)
        if what == "picture" and language in self.languages:
            return picture.draft(self.answer(known[0], language))
        if what in _MADE and not language:
            made = _MADE[what](_mailbox(self.facts, known[0], ""))
            return Draft(hashlib.sha256(made).hexdigest()[:16], partial(bytes, made))
        raise LookupError(recipe)


def _mailbox(facts: Facts, answers: Answers, address: str) -> takeaway.Account:
    """The values as the default program has them, each in a field of its own."""
    return takeaway.account(settings_for(facts, replace(answers, program=None)), address)
