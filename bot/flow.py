"""flows/*.yaml -> Flow, frozen. Every fault is reported at once, as FILE:LINE: what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from bot.desk.life import TICKET, load_life
from bot.desk.phrases import PHRASES, load_phrases
from bot.engine.answers import Answers
from bot.engine.doctor import DoctorWords
from bot.engine.flow import BACK, TYPED, Choice, Flow, Profile, State, Target, Text
from bot.engine.guards import known
from bot.engine.programs import Program
from bot.engine.ticket import Life
from bot.flow_file import (
    ChoiceSource,
    CommonFile,
    ConversationFile,
    StateSource,
    TargetSource,
    TextSource,
)
from bot.paths import FLOWS
from bot.source import Fault, Gathering, Source, parse, read
from bot.symptoms import load_symptoms
from bot.words import load_vocabulary, reading

COMMON = "common.yaml"


def load_flow(
    directory: Path = FLOWS,
    *,
    languages: Mapping[str, str],
    programs: Mapping[str, Program],
    ports: Mapping[str, Any],
    switches: Collection[str] = (),
) -> Flow:
    """Read and check flows/.

    Args:
        directory: the folder.
        languages: the languages there are texts for, each with its name in that language.
        programs: the mail programs, by name.
        ports: what each port number means when a customer types it.
        switches: what the operator has switched on.

    Raises:
        ContentBroken: with every fault at once.
    """
    gathering = Gathering()
    common = gathering.tried(_load_common, directory)
    files = [gathering.tried(_load_file, path, directory) for path in _paths(directory)]
    vocabulary = gathering.tried(load_vocabulary, directory, ports, languages)
    life = gathering.tried(load_life, directory) if (directory / TICKET).exists() else Life("new")
    symptoms = gathering.tried(load_symptoms, directory) or ((), DoctorWords())
    phrases = gathering.tried(load_phrases, directory) if (directory / PHRASES).exists() else {}
    gathering.settle()
    assert common is not None and vocabulary and life  # noqa: S101, PT018 - settled
    reader = _Reader(*common, languages, programs)
    states = [state for file in files if file for state in reader.states(*file)]
    flow = Flow(
        start=common[1].start,
        states=_with_needs({state.name: state for state in states}),
        vocabulary=vocabulary,
        warning=common[1].warning.strip(),
        warning_where=common[0].where("warning"),
        profile=_profile(*common),
        languages=tuple(languages),
        programs=programs,
        switches=frozenset(switches),
        renamed=common[1].renamed,
        life=life,
        errors=symptoms[0],
        doctor=symptoms[1],
        phrases=phrases or {},
    )
    gathering.found += [*reader.faults, *_reference_faults(flow, common[0])]
    gathering.settle()
    return flow


def _profile(source: Source, file: CommonFile) -> Profile | None:
    if file.profile is None:
        return None

    def text(said: str, *at: str) -> Text:
        return Text(said.strip(), where=source.where("profile", *at))

    said = file.profile
    return Profile(
        name=text(said.name, "name"),
        description=text(said.description, "description"),
        short_description=text(said.short_description, "short_description"),
        commands={name: text(what, "commands", name) for name, what in said.commands.items()},
    )


def _paths(directory: Path) -> list[Path]:
    return sorted(p for p in directory.glob("*.yaml") if p.name not in (COMMON, TICKET, PHRASES))


def _load_common(directory: Path) -> tuple[Source, CommonFile]:
    source = read(directory / COMMON, directory)
    return source, parse(source, CommonFile)


def _load_file(path: Path, directory: Path) -> tuple[Source, ConversationFile]:
    source = read(path, directory)
    return source, parse(source, ConversationFile)


class _Reader:
    """Turns checked YAML into states."""

    def __init__(
        self,
        common: Source,
        file: CommonFile,
        languages: Mapping[str, str],
        programs: Mapping[str, Program],
    ) -> None:
        self.faults: list[Fault] = []
        self._languages = languages
        self._programs = programs
        self._hint, self._hint_where = file.hint, common.where("hint")
        self._everywhere = common.where("everywhere")
        self._ways = {
            key: self._choice(common, key, source, "everywhere", key)
            for key, source in file.everywhere.items()
        }

    def states(self, source: Source, file: ConversationFile) -> Iterator[State]:
        """The states of one file."""
        for name, state in file.states.items():
            yield self._state(source, f"{source.path.stem}.{name}", name, state)

    def _state(self, source: Source, full: str, name: str, state: StateSource) -> State:
        at = ("states", name)
        rows = list(self._rows(source, state, *at))
        own = {choice.key for row in rows for choice in row}
        others = [way for way in self._ways.values() if way.key not in own]
        return State(
            name=full,
            texts=_texts(source, state.text, *at, "text"),
            rows=tuple(map(tuple, rows)),
            ways=tuple(way for way in others if way.label),
            typed=(
                *self._answer(source, state, *at),
                *(way for way in others if not way.label),
                *self._readings(full),
            ),
            needs=tuple(state.needs),
            hint=state.hint or self._hint,
            hint_where=source.where(*at, "hint") if state.hint else self._hint_where,
            shows=state.shows,
            asks=state.asks.what if state.asks else "",
            keeps=state.keeps,
            hears=state.hears,
            tries=state.tries,
            sends=state.sends,
            forgets=state.forgets,
            heading=_texts(source, state.heading, *at, "heading"),
            warnings=_texts(source, state.warnings, *at, "warnings"),
            notes=_texts(source, state.notes, *at, "notes"),
            where=source.where(*at),
        )

    def _rows(self, source: Source, state: StateSource, *at: str | int) -> Iterator[list[Choice]]:
        if state.choices == "languages":
            yield from _by_two(self._language_choices(source.where(*at, "choices")))
            return
        for i, row in enumerate(state.choices):
            assert isinstance(row, dict)  # noqa: S101 - "languages" is all else that there is
            placed = [
                self._placed(source, key, choice, *at, "choices", i, key)
                for key, choice in row.items()
            ]
            each = any(choice and choice.each for choice in row.values())
            yield from _by_two([*chain(*map(self._of_each, placed))]) if each else [placed]

    def _answer(self, source: Source, state: StateSource, *at: str | int) -> Iterator[Choice]:
        """The choice that typed words make in a state that asks."""
        if state.asks:
            where = source.where(*at, "asks")
            yield Choice(TYPED, targets=_targets(state.asks.to), where=where)

    def _placed(
        self, source: Source, key: str, choice: ChoiceSource | None, *at: str | int
    ) -> Choice:
        if choice is not None:
            return self._choice(source, key, choice, *at)
        if key not in self._ways:
            self.faults.append(source.fault(f"“{key}” is empty and no way of {COMMON}", *at))
        return self._ways.get(key, Choice(key, targets=(Target(BACK),), where=source.where(*at)))

    def _choice(self, source: Source, key: str, choice: ChoiceSource, *at: str | int) -> Choice:
        return Choice(
            key=key,
            label=choice.label,
            targets=_targets(choice.to),
            when=tuple(choice.when),
            records=Answers(**choice.records.model_dump()),
            fills=choice.fills,
            words=tuple(choice.words),
            command=choice.command,
            link=choice.link,
            clears=choice.clears,
            turns=choice.turns,
            writes={str(name): value for name, value in choice.writes.items()},
            where=source.where(*at),
        )

    def _language_choices(self, where: str) -> list[Choice]:
        return [
            Choice(code, name, (Target(BACK),), language=code, words=(reading(code),), where=where)
            for code, name in self._languages.items()
        ]

    def _of_each(self, choice: Choice) -> Iterator[Choice]:
        """A choice for each mail program, in the order of their names."""
        named = sorted(self._programs.items(), key=lambda item: item[1].name.casefold())
        for key, program in named:
            said = replace(choice.records, program=key)
            yield replace(choice, key=key, label=program.name, program=key, records=said)

    def _readings(self, state: str) -> Iterator[Choice]:
        """Typing the name of a language switches to it, wherever one is."""
        for code in self._languages:
            key = reading(code)
            yield Choice(
                key,
                targets=(Target(state),),
                language=code,
                words=(key,),
                where=self._everywhere,
            )


def _by_two(choices: list[Choice]) -> Iterator[list[Choice]]:
    return (choices[i : i + 2] for i in range(0, len(choices), 2))


def _targets(targets: Iterable[TargetSource]) -> tuple[Target, ...]:
    return tuple(Target(to.state, tuple(to.when), to.opens, to.moves) for to in targets)


def _texts(source: Source, texts: Iterable[TextSource], *at: str | int) -> tuple[Text, ...]:
    return tuple(
        Text(text.text.strip(), tuple(text.when), source.where(*at, i))
        for i, text in enumerate(texts)
    )


def _with_needs(states: Mapping[str, State]) -> dict[str, State]:
    """The states; what a state needs is added to the guards of the choices that lead there."""

    def target(to: Target) -> Target:
        needs = states[to.state].needs if to.state in states else ()
        return replace(to, when=(*to.when, *needs))

    def choice(old: Choice) -> Choice:
        return replace(old, targets=tuple(map(target, old.targets)))

    return {
        name: replace(
            state,
            rows=tuple(tuple(map(choice, row)) for row in state.rows),
            ways=tuple(map(choice, state.ways)),
            typed=tuple(map(choice, state.typed)),
        )
        for name, state in states.items()
    }


def _reference_faults(flow: Flow, common: Source) -> Iterator[Fault]:
    """Names that stand for nothing."""
    if flow.start not in flow.states:
        yield common.fault(f"unknown state “{flow.start}”", "start")
    for old, new in flow.renamed.items():
        if new not in flow.states:
            yield common.fault(f"“{old}” is renamed to an unknown state “{new}”", "renamed", old)
    for move in flow.life.moves.values():
        if move.leads and move.leads not in flow.states:
            yield _at(move.where, f"“{move.key}” leads to an unknown state “{move.leads}”")
    for state in flow.states.values():
        guards = [*state.needs, *(guard for text in state.all_texts() for guard in text.when)]
        yield from (_at(state.where, f"unknown guard “{g}”") for g in guards if not known(g))
        for choice in state.choices():
            yield from _choice_faults(flow, choice)


def _choice_faults(flow: Flow, choice: Choice) -> Iterator[Fault]:
    for guard in (*choice.when, *(g for target in choice.targets for g in target.when)):
        if not known(guard):
            yield _at(choice.where, f"“{choice.key}”: unknown guard “{guard}”")
    for target in choice.targets:
        if target.state not in (*flow.states, BACK):
            yield _at(choice.where, f"“{choice.key}” leads to an unknown state “{target.state}”")
        if target.moves and "customer" not in flow.life.may(target.moves):
            yield _at(choice.where, f"“{choice.key}”: customers have no move “{target.moves}”")
    if bool(choice.targets) == bool(choice.link):
        yield _at(choice.where, f"“{choice.key}” needs either “to” or “link”")
    if choice.records.program not in (None, *flow.programs):
        yield _at(choice.where, f"“{choice.key}”: unknown program “{choice.records.program}”")


def _at(where: str, message: str) -> Fault:
    file, _, line = where.rpartition(":")
    return Fault(file, int(line), message)
