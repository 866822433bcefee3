"""All parts of the engine, put together: flow, facts, texts and the operator's details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from bot.config import Operator
from bot.engine.actions import Action, ShowSettings
from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.engine.conversation import Conversation
from bot.engine.events import Event, Started
from bot.engine.flow import Flow
from bot.engine.machine import Step, explain, step
from bot.engine.place import begin, current
from bot.engine.show import ask
from bot.errors import CombinationUnlisted, LanguageUnknown, ProgramUnknown
from bot.facts import Facts, load_facts
from bot.flow import load_flow
from bot.paths import FLOWS, LOCALES
from bot.render.answer import Answer
from bot.render.catalog import Catalog, best, languages, load_catalog
from bot.render.file import Draft
from bot.render.message import Message, Voice, build_answer, render
from bot.render.recipe import Recipes

log = structlog.get_logger()


@dataclass(frozen=True, eq=False)
class Helpdesk:
    """What every front end talks to.

    Attributes:
        flow: the conversations.
        facts: the values.
        operator: the operator's own details.
        languages: the languages there are texts for, each with its own name.
    """

    flow: Flow
    facts: Facts
    operator: Operator
    languages: Mapping[str, str]
    locales: Path = LOCALES

    def begin(self, wanted: Iterable[str | None], now: float) -> Conversation:
        """A new conversation in the best of the wanted languages."""
        return begin(self.flow, best(wanted, self.languages), now)

    def resume(
        self, kept: Mapping[str, Any] | None, wanted: Iterable[str | None], now: float
    ) -> Conversation:
        """The conversation that was kept; a new one when there is none that can be read."""
        try:
            return Conversation.from_json(dict(kept)) if kept else self.begin(wanted, now)
        except (ValueError, KeyError, TypeError):
            log.warning("a conversation of an unknown format was begun anew")
            return self.begin(wanted, now)

    def turn(
        self, conversation: Conversation, event: Event, now: float
    ) -> tuple[Conversation, tuple[Message, ...]]:
        """One event in, one conversation and its messages out.

        Args:
            conversation: where the customer stands.
            event: what happened.
            now: the time, in seconds since the epoch.
        """
        made = self.step(conversation, event, now)
        return made.conversation, self.render(made.actions, made.conversation.language)

    def step(self, conversation: Conversation, event: Event, now: float) -> Step:
        """One event in; where the customer stands, what is shown and what is to be carried out."""
        return explain(self.flow, conversation, event, now)

    def again(self, conversation: Conversation, first: str) -> tuple[Message, ...]:
        """The card of where the customer stands, once more.

        Args:
            conversation: where the customer stands.
            first: an English text that is said before it.
        """
        here = current(self.flow, conversation)
        return self.render((ask(self.flow, here, first),), here.language)

    def render(self, actions: Iterable[Action], language: str) -> tuple[Message, ...]:
        """Actions as messages in a language."""
        return render(actions, self.catalog(language), self.facts, self.operator)

    def answer(self, answers: Answers, language: str) -> Answer:
        """The answer that a customer with these answers gets.

        Raises:
            LanguageUnknown: there are no texts in that language.
            ProgramUnknown: there are no facts about that mail program.
            CombinationUnlisted: no source gives these settings for that program.
        """
        if language not in self.languages:
            raise LanguageUnknown(language=language, languages=", ".join(self.languages))
        self.check_listed(answers)
        return self.answer_with(answers, self.catalog(language))

    def answer_with(self, answers: Answers, catalog: Catalog) -> Answer:
        """The answer in the words of a catalog, with the on-screen labels of its language."""
        conversation = begin(self.flow, catalog.language, 0)
        _, actions = step(self.flow, conversation, Started(answers.code()), 0)
        shown = next(action for action in actions if isinstance(action, ShowSettings))
        return build_answer(shown, Voice(catalog, self.facts, self.operator))

    def draft(self, recipe: str) -> Draft:
        """What a recipe of a message's file makes.

        Raises:
            LookupError: no such recipe is known.
        """
        known = self.facts, self.flow.programs, self.languages
        return Recipes(self.answer, *known).draft(recipe)

    def check_listed(self, answers: Answers) -> None:
        """Make sure that there is a guide for these answers.

        Raises:
            ProgramUnknown: there are no facts about the mail program.
            CombinationUnlisted: its guide does not list them.
        """
        name, programs = answers.program or DEFAULT_PROGRAM, self.flow.programs
        if name not in programs:
            raise ProgramUnknown(program=name, programs=", ".join(sorted(programs)))
        if not programs[name].form(answers):
            codes = ", ".join(form.code() for form in programs[name].forms)
            code = replace(answers, program=None).code()
            raise CombinationUnlisted(program=name, code=code, codes=codes)

    def catalog(self, language: str) -> Catalog:
        """The texts of a language; the English ones for a language that is gone."""
        return load_catalog(best([language], self.languages), self.locales)


def load_helpdesk(
    operator: Operator | None = None, flows: Path = FLOWS, locales: Path = LOCALES
) -> Helpdesk:
    """Read facts, flows and locales.

    Raises:
        ContentBroken: with every fault at once.
    """
    operator = operator or Operator()
    facts, known = load_facts(flows), languages(locales)
    flow = load_flow(
        flows,
        languages=known,
        programs=facts.abilities,
        ports=facts.port_meanings,
        switches=operator.switches,
    )
    return Helpdesk(flow, facts, operator, known, locales)
