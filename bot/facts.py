"""The facts: flows/facts/*.yaml -> Settings. The one reader of hosts and ports.

The values and their sources are those of the OVH guide g1281 for Windows 8 Mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from bot.engine.answers import DEFAULT_PROGRAM, PROTOCOLS, Answers
from bot.engine.vocabulary import PortMeaning
from bot.paths import FLOWS
from bot.source import Fault, Gathering, Model, Source, collect, parse, read

Value = str | int | bool
Kind = Literal["text", "password", "server", "port", "checkbox", "choice"]

SHOWN_PROTOCOL: Final = {"imap": "IMAP", "pop": "POP"}
"""How a protocol is written for people."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Unit(_Model):
    """A server, its port and its SSL tick; they belong together."""

    server: str
    port: int
    ticked: bool
    source: str


class _Always(_Model):
    value: str | bool
    source: dict[Literal["imap", "pop"], str]


class _Direction(_Model):
    ssl: _Unit
    plain: _Unit


class _Protocols(_Model):
    imap: _Direction
    pop: _Direction


class _Mailbox(_Model):
    sources: dict[str, str]
    incoming: _Protocols
    outgoing: _Protocols
    always: dict[str, _Always]
    links: dict[str, str]


class _FieldOnScreen(_Model):
    field: str
    kind: Kind


class _Labels(_Model):
    model_config = ConfigDict(extra="allow")
    verified: bool


class _Program(_Model):
    program: str
    name: str
    protocols: list[Literal["imap", "pop"]]
    fields: list[_FieldOnScreen]
    labels: dict[str, _Labels]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a mail program's screen.

    Attributes:
        name: which field, for example `incoming_port`.
        kind: what the customer does with it.
        value: a port number, a tick, a host, or what to fill in as an English text.
        source: where the value comes from, as an English text.
    """

    name: str
    kind: Kind
    value: Value
    source: str


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

    mailbox: _Mailbox
    programs: Mapping[str, _Program]
    files: tuple[Source, ...] = field(repr=False)

    @property
    def control_panel(self) -> str:
        """The address of the page where customers set the password of a mailbox."""
        return self.mailbox.links["control_panel"]

    def label(self, program: str, name: str, protocol: str, language: str) -> str:
        """A field's on-screen label; in English where the language has no guide."""
        label = self._labels(program, language)[name]
        return label.replace("{protocol}", SHOWN_PROTOCOL[protocol])

    def name(self, program: str, language: str) -> str:
        """What a mail program is called in a language."""
        app = self._labels(program, language)["app"]
        return self.programs[program].name.replace("{app}", app)

    def _labels(self, program: str, language: str) -> Mapping[str, str]:
        labels = self.programs[program].labels
        return (labels.get(language) or labels["en"]).model_extra or {}

    @property
    def abilities(self) -> Mapping[str, frozenset[str]]:
        """The protocols that each program can do."""
        return {name: frozenset(program.protocols) for name, program in self.programs.items()}

    @cached_property
    def port_meanings(self) -> Mapping[str, PortMeaning]:
        """What a customer who types a port number has in front of them."""
        meanings = {}
        for protocol in PROTOCOLS:
            for unit in _units(self.mailbox.incoming, protocol):
                meanings[str(unit.port)] = PortMeaning(protocol, incoming=True, ssl=unit.ticked)
            for unit in _units(self.mailbox.outgoing, protocol):
                meanings[str(unit.port)] = PortMeaning(None, incoming=False, ssl=unit.ticked)
        return meanings

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Every host name there is."""
        directions = (self.mailbox.incoming, self.mailbox.outgoing)
        return frozenset(
            unit.server
            for d in directions
            for protocol in PROTOCOLS
            for unit in _units(d, protocol)
        )

    def texts(self) -> Mapping[str, str]:
        """Every text that customers read and translators translate, with FILE:LINE."""
        mailbox = self.files[0]
        texts = {text: mailbox.where("sources", key) for key, text in self.mailbox.sources.items()}
        for key, always in self.mailbox.always.items():
            if isinstance(always.value, str):
                texts.setdefault(always.value, mailbox.where("always", key))
        return texts


def _units(direction: _Protocols, protocol: str) -> tuple[_Unit, _Unit]:
    units: _Direction = getattr(direction, protocol)
    return units.ssl, units.plain


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
    incoming = _units(facts.mailbox.incoming, protocol)[not incoming_ssl]
    outgoing = _units(facts.mailbox.outgoing, protocol)[not outgoing_ssl]
    values: dict[str, tuple[Value, str]] = {
        name: (always.value, always.source[protocol])  # type: ignore[index]
        for name, always in facts.mailbox.always.items()
    }
    for direction, unit in (("incoming", incoming), ("outgoing", outgoing)):
        values[f"{direction}_server"] = (unit.server, unit.source)
        values[f"{direction}_port"] = (unit.port, unit.source)
        values[f"{direction}_ssl"] = (unit.ticked, unit.source)
    sources = facts.mailbox.sources
    fields = tuple(
        Field(shown.field, shown.kind, values[shown.field][0], sources[values[shown.field][1]])
        for shown in facts.programs[program].fields
    )
    return Settings(program, protocol, incoming_ssl, outgoing_ssl, fields)


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
    mailbox = gathering.tried(_load, directory / "facts" / "mailbox.yaml", directory, _Mailbox)
    programs = [gathering.tried(_load, path, directory, _Program) for path in paths]
    gathering.settle()
    assert mailbox is not None  # noqa: S101 - settled
    loaded = [program for program in programs if program is not None]
    sources = [source for source, _ in loaded]
    facts = Facts(mailbox[1], {p.program: p for _, p in loaded}, files=(mailbox[0], *sources))
    collect([*_mailbox_faults(facts, mailbox[0]), *_program_faults(facts, sources)])
    return facts


def _load(path: Path, directory: Path, model: type[Model]) -> tuple[Source, Model]:
    source = read(path, directory)
    return source, parse(source, model)


def _mailbox_faults(facts: Facts, source: Source) -> list[Fault]:
    known = facts.mailbox.sources
    faults = []
    for direction in ("incoming", "outgoing"):
        for protocol in PROTOCOLS:
            units = _units(getattr(facts.mailbox, direction), protocol)
            for key, unit in zip(("ssl", "plain"), units, strict=True):
                at = (direction, protocol, key)
                if unit.ticked != (key == "ssl"):
                    faults.append(
                        source.fault(f"{'.'.join(at)}: the tick contradicts “{key}”", *at)
                    )
                if unit.source not in known:
                    faults.append(source.fault(f"unknown source “{unit.source}”", *at))
    for name, always in facts.mailbox.always.items():
        unknown = set(always.source.values()) - set(known)
        faults += [source.fault(f"unknown source “{key}”", "always", name) for key in unknown]
    return faults


def _program_faults(facts: Facts, sources: list[Source]) -> list[Fault]:
    faults = []
    if DEFAULT_PROGRAM not in facts.programs:
        faults.append(Fault("flows/facts/programs", 1, f"no file for “{DEFAULT_PROGRAM}”"))
    known = {f"{d}_{f}" for d in ("incoming", "outgoing") for f in ("server", "port", "ssl")}
    known |= set(facts.mailbox.always)
    for source, program in zip(sources, facts.programs.values(), strict=True):
        names = [shown.field for shown in program.fields]
        labelled = ["app", *names]
        for i, name in enumerate(names):
            if name not in known:
                faults.append(source.fault(f"unknown field “{name}”", "fields", i))
        if "en" not in program.labels:
            faults.append(source.fault("no English labels", "labels"))
        for language, labels in program.labels.items():
            missing = [name for name in labelled if name not in (labels.model_extra or {})]
            faults += [
                source.fault(f"{language}: no label for “{name}”", "labels", language)
                for name in missing
            ]
    return faults
