"""Every text that customers read, with where it stands; and the PO files that translate them."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import write_po

from bot.engine.flow import Flow
from bot.engine.ticket import Life
from bot.facts import Facts
from bot.render.catalog import read_catalog
from bot.render.message import TEXTS

CODE = "bot/render/message.py:1"


def all_texts(flow: Flow, facts: Facts) -> dict[str, str]:
    """Every text to be translated, with FILE:LINE of the first place where it stands."""
    places: dict[str, str] = {}
    code = ((text, CODE) for text in TEXTS)
    for text, where in (*_flow_texts(flow), *_life_texts(flow.life), *facts.texts().items(), *code):
        places.setdefault(text, where)
    return places


def _life_texts(life: Life) -> Iterator[tuple[str, str]]:
    for stage in life.stages.values():
        yield stage.title, stage.where
    for move in life.moves.values():
        yield from ((text, move.where) for text in (move.label, move.tells) if text)


def _flow_texts(flow: Flow) -> Iterator[tuple[str, str]]:
    yield flow.warning, flow.warning_where
    yield from ((text.text, text.where) for text in flow.phrases.values())
    yield from ((text.text, text.where) for text in (flow.profile.texts() if flow.profile else ()))
    for state in flow.states.values():
        yield from ((text.text, text.where) for text in state.all_texts())
        yield state.hint, state.hint_where
        for choice in state.choices():
            if choice.label and not choice.language and not choice.program:
                yield choice.label, choice.where


def update_catalog(path: Path, texts: dict[str, str]) -> bytes:
    """A PO file brought up to date: new texts added empty, gone ones kept as obsolete.

    Args:
        path: the PO file, which is only read.
        texts: every text with FILE:LINE, as `all_texts` gives them.

    Raises:
        ContentBroken: the file is not a PO file.
    """
    catalog = read_catalog(path)
    template = PoCatalog(creation_date=catalog.creation_date)  # so that no date changes by itself
    for text, where in texts.items():
        template.add(text, locations=[(where.rpartition(":")[0], None)])  # type: ignore[list-item]
    for text in texts.keys() & catalog.obsolete.keys():  # said again: so is its translation
        catalog[text] = catalog.obsolete.pop(text)
    catalog.update(template, no_fuzzy_matching=True)
    output = BytesIO()
    write_po(output, catalog, width=100, sort_output=False, include_lineno=False)
    return output.getvalue()
