"""The facts: flows/facts/*.yaml -> Settings. The one reader of hosts and ports.

The values are those of the OVH guide g1281 for Windows 8 Mail, and of those for other programs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.engine.programs import Kind, Program, Slot
from bot.engine.vocabulary import PortMeaning
from bot.fact_faults import mailbox_faults, program_faults
from bot.fact_file import (
    Direction,
    FieldOnScreen,
    MailboxFile,
    ProgramFile,
    Unit,
    all_units,
    chosen_by,
    combination,
    unit_keys,
)
from bot.paths import FLOWS
from bot.source import Gathering, Model, Source, collect, parse, read

Value = str | int | bool

SHOWN_PROTOCOL: Final = {"imap": "IMAP", "pop": "POP"}
"""How a protocol is written for people."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a mail program's screen.

    Attributes:
        name: which field, for example `incoming_port`.
        kind: what the customer does with it.
        value: a port number, a tick, a host, or what to fill in as an English text.
        source: where the value comes from, as an English text.
        also: who else lists the same, as English texts.
    """

    name: str
    kind: Kind
    value: Value
    source: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What to fill in, field by field in on-screen order."""

    program: str
    protocol: str
    incoming_ssl: bool
    outgoing_ssl: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, eq=False)
class Facts:
    """All facts, checked.

    Attributes:
        mailbox: servers, ports and ticks.
        programs: the mail programs by name.
        files: the files they were read from.
    """

    mailbox: MailboxFile
    programs: Mapping[str, ProgramFile]
    files: tuple[Source, ...] = field(repr=False)

    @property
    def control_panel(self) -> str:
        """The address of the page where customers set the password of a mailbox."""
        return self.mailbox.links["control_panel"]

    def label(self, program: str, name: str, protocol: str, language: str) -> str:
        """A field's on-screen label; in English where the language has no guide."""
        label = self._labels(program, language).get(name, "")
        return label.replace("{protocol}", SHOWN_PROTOCOL[protocol])

    def name(self, program: str, language: str) -> str:
        """What a mail program is called in a language."""
        app = self._labels(program, language).get("app", "")
        return self.programs[program].name.replace("{app}", app)

    def labelled(self, program: str, language: str) -> bool:
        """Whether the labels of a program are known in a language."""
        return language in self.programs[program].labels

    def _labels(self, program: str, language: str) -> Mapping[str, str]:
        labels = self.programs[program].labels
        return (labels.get(language) or labels["en"]).model_extra or {}

    @cached_property
    def abilities(self) -> Mapping[str, Program]:
        """What the engine knows of each program."""
        return {name: self._program(name) for name in self.programs}

    def _program(self, name: str) -> Program:
        file = self.programs[name]
        combinations = filter(None, map(combination, file.combinations))
        forms = {said: self._form(name, said) for said in combinations}
        protocols = frozenset(file.protocols)
        path, imports = frozenset(file.path), frozenset(file.imports)
        return Program(self.name(name, "en"), protocols, forms, path, imports)

    def _form(self, program: str, said: Answers) -> tuple[Slot, ...]:
        found = settings_for(self, Answers(program).merged(said))
        languages = self.programs[program].labels
        return tuple(
            Slot(
                one.name,
                one.kind,
                one.value,
                tuple(self.label(program, one.name, found.protocol, code) for code in languages),
            )
            for one in found.fields
        )

    @cached_property
    def port_meanings(self) -> Mapping[str, PortMeaning]:
        """What a customer who types a port number has in front of them."""
        meanings = {}
        for direction, protocol, key, unit in all_units(self.mailbox):
            if key in ("ssl", "plain"):
                incoming = direction == "incoming"
                named = protocol if incoming else None
                meanings[str(unit.port)] = PortMeaning(named, incoming=incoming, ssl=unit.ticked)
        return meanings

    @property
    def server(self) -> str:
        """The server that customers are told of first."""
        first = self.mailbox.incoming.imap
        return first.ssl.server

    @property
    def other_port(self) -> int:
        """The only other port for sending that a source lists, beside the one with SSL."""
        first = self.mailbox.outgoing.imap
        return first.plain.port

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Every host name there is."""
        return frozenset(unit.server for *_, unit in all_units(self.mailbox))

    def texts(self) -> Mapping[str, str]:
        """Every text that customers read and translators translate, with FILE:LINE."""
        mailbox, *programs = self.files
        texts = {text: mailbox.where("sources", key) for key, text in self.mailbox.sources.items()}
        for key, always in self.mailbox.always.items():
            if isinstance(always.value, str):
                texts.setdefault(always.value, mailbox.where("always", key))
        for source, program in zip(programs, self.programs.values(), strict=True):
            for i, note in enumerate(program.notes):
                texts.setdefault(note, source.where("notes", i))
        return texts


def settings(
    facts: Facts,
    program: str,
    protocol: str,
    incoming_ssl: bool,  # noqa: FBT001 - part of the combination, as in the design
    outgoing_ssl: bool,  # noqa: FBT001
) -> Settings:
    """The settings for one combination; each field with its value and source.

    Args:
        facts: the facts.
        program: the mail program, for example `windows8`.
        protocol: `imap` or `pop`.
        incoming_ssl: whether the incoming server is reached with SSL.
        outgoing_ssl: whether the outgoing server is reached with SSL.
    """
    keys = unit_keys(Answers(program, protocol, incoming_ssl, outgoing_ssl))
    values = _values(facts, program, protocol, keys)
    file, sources = facts.programs[program], facts.mailbox.sources
    fields = []
    for shown in file.fields:
        value, source, also = values.get(shown.field, ("", file.source, []))
        if shown.value is not None:
            value, source = _own(shown, protocol, keys), file.source
        told = sources[file.source or source]
        confirmed = tuple(sources[key] for key in also)
        fields.append(Field(shown.field, shown.kind, value, told, confirmed))
    return Settings(program, protocol, incoming_ssl, outgoing_ssl, tuple(fields))


def _values(
    facts: Facts, program: str, protocol: str, keys: Mapping[str, str]
) -> dict[str, tuple[Value, str, list[str]]]:
    """What the mailbox says of every field, with its source and with who else lists it."""
    values: dict[str, tuple[Value, str, list[str]]] = {
        name: (always.value, always.source[protocol], always.also)  # type: ignore[index]
        for name, always in facts.mailbox.always.items()
    }
    units = facts.programs[program].units
    for direction, key in keys.items():
        listed: Direction = getattr(getattr(facts.mailbox, direction), protocol)
        own = units.get(direction) if key == "ssl" else None  # type: ignore[call-overload]
        unit: Unit = getattr(listed, own or key)
        parts: dict[str, Value] = {
            "server": unit.server,
            "port": unit.port,
            "ssl": unit.ticked,
            "server_port": f"{unit.server}:{unit.port}",
            "encryption": unit.ticked,
        }
        values |= {f"{direction}_{k}": (v, unit.source, unit.also) for k, v in parts.items()}
    return values


def _own(shown: FieldOnScreen, protocol: str, keys: Mapping[str, str]) -> Value:
    """The value that a program's own file gives a field."""
    if not isinstance(shown.value, dict):
        assert shown.value is not None  # noqa: S101 - asked for where there is one
        return shown.value
    return shown.value[chosen_by(shown.field, protocol, keys)]


def settings_for(facts: Facts, answers: Answers) -> Settings:
    """The settings that complete answers ask for."""
    assert answers.protocol is not None  # noqa: S101 - the flow shows settings when complete
    return settings(
        facts,
        answers.program or DEFAULT_PROGRAM,
        answers.protocol,
        bool(answers.incoming_ssl),
        bool(answers.outgoing_ssl),
    )


def load_facts(directory: Path = FLOWS) -> Facts:
    """Read and check flows/facts/.

    Raises:
        ContentBroken: with every fault at once.
    """
    gathering = Gathering()
    paths = sorted((directory / "facts" / "programs").glob("*.yaml"))
    mailbox = gathering.tried(_load, directory / "facts" / "mailbox.yaml", directory, MailboxFile)
    programs = [gathering.tried(_load, path, directory, ProgramFile) for path in paths]
    gathering.settle()
    assert mailbox is not None  # noqa: S101 - settled
    loaded = [program for program in programs if program is not None]
    sources = [source for source, _ in loaded]
    facts = Facts(mailbox[1], {p.program: p for _, p in loaded}, files=(mailbox[0], *sources))
    faults = program_faults(facts.mailbox, facts.programs, sources)
    collect([*mailbox_faults(*mailbox[::-1]), *faults])
    return facts


def _load(path: Path, directory: Path, model: type[Model]) -> tuple[Source, Model]:
    source = read(path, directory)
    return source, parse(source, model)
