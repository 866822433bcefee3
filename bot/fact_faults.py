"""What can be wrong in flows/facts/ although each file has the right form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.fact_file import (
    FieldOnScreen,
    MailboxFile,
    ProgramFile,
    all_units,
    chosen_by,
    combination,
    unit_keys,
)
from bot.source import Fault, Source

DIRECTIONS: Final = ("incoming", "outgoing")
PARTS: Final = ("server", "port", "ssl", "server_port")
"""The fields that a unit fills in."""
_NAME: Final = re.compile(r"[a-z0-9]{1,12}")
"""A program's name stands in the data of every button, which Telegram limits."""


def mailbox_faults(mailbox: MailboxFile, source: Source) -> Iterator[Fault]:
    """Ticks that contradict their port, and sources that are not there."""
    for direction, protocol, key, unit in all_units(mailbox):
        at = (direction, protocol, key)
        if unit.ticked != (key != "plain"):
            yield source.fault(f"{'.'.join(at)}: the tick contradicts “{key}”", *at)
        yield from _unknown(mailbox, source, [unit.source, *unit.also], *at)
    for name, always in mailbox.always.items():
        keys = [*always.source.values(), *always.also]
        yield from _unknown(mailbox, source, keys, "always", name)


def _unknown(
    mailbox: MailboxFile, source: Source, keys: Sequence[str], *at: str
) -> Iterator[Fault]:
    for key in sorted(set(keys) - set(mailbox.sources)):
        yield source.fault(f"unknown source “{key}”", *at)


def program_faults(
    mailbox: MailboxFile, programs: Mapping[str, ProgramFile], sources: Sequence[Source]
) -> Iterator[Fault]:
    """Programs without a name, a combination, a value or a label that they need."""
    if DEFAULT_PROGRAM not in programs:
        yield Fault("flows/facts/programs", 1, f"no file for “{DEFAULT_PROGRAM}”")
    for source, program in zip(sources, programs.values(), strict=True):
        if not _NAME.fullmatch(program.program):
            yield source.fault("a program is named by at most 12 letters and digits", "program")
        if program.source:
            yield from _unknown(mailbox, source, [program.source], "source")
        yield from _combination_faults(mailbox, source, program)
        yield from _field_faults(mailbox, source, program)
        yield from _label_faults(source, program)


def _combination_faults(
    mailbox: MailboxFile, source: Source, program: ProgramFile
) -> Iterator[Fault]:
    kept = {(direction, protocol, key) for direction, protocol, key, _ in all_units(mailbox)}
    for i, code in enumerate(program.combinations):
        said = combination(code)
        if said is None:
            yield source.fault(f"“{code}” is not the code of an answer", "combinations", i)
            continue
        for direction, key in program.units.items():
            if (direction, said.protocol, key) not in kept:
                message = f"“{code}”: the mailbox has no {direction} unit “{key}” for it"
                yield source.fault(message, "units", direction)


def _field_faults(mailbox: MailboxFile, source: Source, program: ProgramFile) -> Iterator[Fault]:
    known = {f"{direction}_{part}" for direction in DIRECTIONS for part in PARTS}
    said = list(filter(None, map(combination, program.combinations)))
    for i, shown in enumerate(program.fields):
        if shown.value is None and shown.field not in known | set(mailbox.always):
            yield source.fault(f"unknown field “{shown.field}”", "fields", i)
        if shown.value is not None and not program.source:
            yield source.fault(f"“{shown.field}” has a value without a source", "fields", i)
        for key in sorted(_lacking(shown, said)):
            yield source.fault(f"“{shown.field}” has no value for “{key}”", "fields", i)


def _lacking(shown: FieldOnScreen, said: Sequence[Answers]) -> set[str]:
    """The keys that a choice on screen needs for the combinations, and does not have."""
    if not isinstance(shown.value, dict):
        return set()
    needed = {chosen_by(shown.field, one.protocol or "", unit_keys(one)) for one in said}
    return needed - set(shown.value)


def _label_faults(source: Source, program: ProgramFile) -> Iterator[Fault]:
    names = [*(shown.field for shown in program.fields), *program.steps]
    labelled = ["app", *names] if "{app}" in program.name else names
    if "en" not in program.labels:
        yield source.fault("no English labels", "labels")
    for language, labels in program.labels.items():
        for name in labelled:
            if name not in (labels.model_extra or {}):
                yield source.fault(f"{language}: no label for “{name}”", "labels", language)
