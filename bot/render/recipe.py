"""Recipes: which file goes with the settings, and how it is made from them."""

from collections.abc import Callable, Collection

from bot.engine.answers import Answers, parse_code
from bot.render import picture
from bot.render.answer import Answer
from bot.render.file import Draft, File


def file_of(what: str, answer: Answer) -> File:
    """The file of some settings.

    Args:
        what: what a flow sends with them: `picture`.
        answer: the settings.
    """
    code = answer.code
    return File("photo", f"{code}-{answer.language}.png", f"{what} {code} {answer.language}")


def draft(
    recipe: str,
    answer: Callable[[Answers, str], Answer],
    programs: Collection[str],
    languages: Collection[str],
) -> Draft:
    """What a recipe makes.

    Args:
        recipe: what is made, the code of the answers, and the language: `picture imap-ssl nl`.
        answer: gives the settings of some answers in a language.
        programs: the mail programs there are facts for.
        languages: the languages there are texts for.

    Raises:
        LookupError: no such recipe is known: another version wrote it.
    """
    what, _, rest = recipe.partition(" ")
    code, _, language = rest.partition(" ")
    known = parse_code(code, programs, ())
    if what != "picture" or known is None or not known[0].complete or language not in languages:
        raise LookupError(recipe)
    return picture.draft(answer(known[0], language))
