"""`postbode check`: everything that can be wrong in flows, facts and locales, as FILE:LINE."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.catalog import Message

from bot.engine.answers import DEFAULT_PROGRAM, PROTOCOLS, Answers
from bot.engine.callback import LIMIT, encode
from bot.engine.errors import OTHER
from bot.engine.flow import BACK, Choice, Flow, State
from bot.engine.programs import unrestricted
from bot.facts import Facts, load_facts
from bot.flow import load_flow
from bot.paths import FLOWS, LOCALES
from bot.po_faults import po_faults
from bot.profile_faults import command_faults, profile_faults
from bot.render.catalog import languages, read_catalog
from bot.render.message import NAMES, OWN_NAMES
from bot.render.rich import names
from bot.source import Fault, Gathering
from bot.texts import all_texts

WAYS: Final = ("back", "restart", "person", "language")
"""The ways that every state must have (rule 5: no dead end)."""
LABEL_ROOM: Final = {1: 40, 2: 26, 3: 16}
"""Characters a label may have, by the number of buttons in its row; more are cut on a phone."""
_HOST: Final = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")


def check(flows: Path = FLOWS, locales: Path = LOCALES) -> tuple[Fault, ...]:
    """Every fault, in order of file and line; empty when all is well."""
    gathering = Gathering()
    known = languages(locales)
    facts = gathering.tried(load_facts, flows)
    programs = facts.abilities if facts else {DEFAULT_PROGRAM: unrestricted(DEFAULT_PROGRAM)}
    ports = facts.port_meanings if facts else {}
    flow = gathering.tried(load_flow, flows, languages=known, programs=programs, ports=ports)
    paths = sorted(locales.glob("*.po"))
    catalogs = [(path, gathering.tried(read_catalog, path)) for path in paths]
    if facts and flow:
        texts = all_texts(flow, facts)
        gathering.found += command_faults(flow)
        gathering.found += [*_flow_faults(flow), *_text_faults(texts, facts)]
        for path, catalog in catalogs:
            if catalog:
                gathering.found += po_faults(path, catalog)
                gathering.found += profile_faults(flow, path, catalog)
                gathering.found += _locale_faults(path, catalog, texts, facts, flow)
    return tuple(sorted(set(gathering.found)))


def _fault(where: str, message: str) -> Fault:
    file, _, line = where.rpartition(":")
    return Fault(file, int(line), message)


def _flow_faults(flow: Flow) -> Iterator[Fault]:
    reached = _reachable(flow)
    words = _classes(flow)
    for state in flow.states.values():
        if state.name not in reached:
            yield _fault(state.where, f"no choice leads to “{state.name}”")
        if not state.ways and not any(_leaves(state, c) for row in state.rows for c in row):
            yield _fault(state.where, f"“{state.name}” has no way out")
        for way in WAYS:
            if state.choice(way) is None:
                yield _fault(state.where, f"“{state.name}” lacks the way “{way}”")
        for choice in state.choices():
            yield from _choice_faults(state, choice, words)
        yield from (fault for _, fault in _row_faults(state, {}))


def _leaves(state: State, choice: Choice) -> bool:
    return any(target.state != state.name for target in choice.targets)


def _reachable(flow: Flow) -> set[str]:
    found, ahead = {flow.start}, [flow.start]
    while ahead:
        targets = [t.state for c in flow.states[ahead.pop()].choices() for t in c.targets]
        new = {target for target in targets if target != BACK} - found
        found |= new
        ahead += new
    return found


def _classes(flow: Flow) -> set[str]:
    """The classes that typed words can have."""
    phrases = [flow.vocabulary.phrases(language) for language in flow.languages]
    heard = {"settings", "doctor_found", "doctor_right", OTHER, *(e.means for e in flow.errors)}
    return heard.union(*((*p.anywhere.values(), *p.alone.values()) for p in phrases))


def _choice_faults(state: State, choice: Choice, words: set[str]) -> Iterator[Fault]:
    longest = Answers("x" * 12, PROTOCOLS[0], incoming_ssl=True, outgoing_ssl=False).code()
    data = encode(state.name, choice.key, longest)
    if choice.label and len(data.encode()) > LIMIT:
        yield _fault(choice.where, f"“{choice.key}”: its button data passes {LIMIT} bytes")
    if ":" in choice.key:
        yield _fault(choice.where, f"“{choice.key}”: a name can't hold a colon")
    for unknown in sorted(set(choice.words) - words):
        yield _fault(choice.where, f"“{choice.key}”: no words of class “{unknown}” in flows/words/")


def _row_faults(state: State, translated: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    """The labels that are too long for their row, as they are translated."""
    for row in (*state.rows, *((way,) * 2 for way in state.ways)):
        room = LABEL_ROOM.get(len(row), min(LABEL_ROOM.values()))
        for choice in row:
            label = translated.get(choice.label, choice.label)
            if len(label) > room:
                message = f"“{label}” has {len(label)} characters; {room} fit in its row"
                yield label, _fault(choice.where, message)


def _text_faults(texts: Mapping[str, str], facts: Facts) -> Iterator[Fault]:
    for text, where in texts.items():
        for unknown in sorted(names(text) - NAMES - OWN_NAMES):
            yield _fault(where, f"unknown name {{{unknown}}} in a text")
        yield from (_fault(where, message) for message in _values_in(text, facts))


def _values_in(text: str, facts: Facts) -> Iterator[str]:
    """Ports and hosts that stand in a text, where only the facts may hold them."""
    for number in _NUMBER.findall(text):
        if number in facts.port_meanings:
            yield f"the port {number} stands in a text; only flows/facts/ may hold it"
    for host in _HOST.findall(text):
        yield f"the host {host} stands in a text; only flows/facts/ may hold it"


def _locale_faults(
    path: Path, catalog: PoCatalog, texts: Mapping[str, str], facts: Facts, flow: Flow
) -> Iterator[Fault]:
    file = f"{path.parent.name}/{path.name}"
    entries = {str(m.id): m for m in catalog if m.id}
    for text, where in texts.items():
        if text not in entries or not entries[text].string or entries[text].fuzzy:
            line = entries[text].lineno or 1 if text in entries else 1
            yield Fault(file, line, f"no translation of “{_short(text)}” ({where})")
    for entry in entries.values():
        line = entry.lineno or 1
        yield from (Fault(file, line, message) for message in _entry_faults(entry, texts, facts))
    translated = {text: str(message.string) for text, message in entries.items() if message.string}
    lines = {label: entries[text].lineno or 1 for text, label in translated.items()}
    for state in flow.states.values():
        for label, fault in _row_faults(state, translated):
            yield Fault(file, lines.get(label, 1), f"{fault.message} ({fault.file}:{fault.line})")


def _entry_faults(message: Message, texts: Mapping[str, str], facts: Facts) -> Iterator[str]:
    text, translation = str(message.id), str(message.string)
    if text not in texts:
        yield f"“{_short(text)}” is no longer said anywhere; run postbode extract"
    elif translation and names(text) != names(translation):
        lost = ", ".join(f"{{{name}}}" for name in sorted(names(text) ^ names(translation)))
        yield f"“{_short(text)}”: the names differ: {lost}"
    yield from _values_in(translation, facts)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - fits on a line
