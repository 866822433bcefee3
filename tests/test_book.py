"""The book of conversations, walked in every language."""

import asyncio
from dataclasses import replace

import pytest

from bot.engine.actions import ShowSettings
from bot.engine.events import Chose
from bot.engine.flow import Flow
from bot.engine.machine import explain
from bot.engine.understand import understand
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.render.catalog import languages
from bot.seen import Seen
from bot.texts import all_texts
from bot.walked import Walked
from bot.words import reading
from tests.book import PARTS, WALKS, Walk, pages, phrase_for, walks
from tests.engine.walks import Place, buttons, go
from tests.known_values import HOST, OTHER_PROGRAMS, known
from tests.stage import OfflineStage, theatre

LONGEST_TEXT = 4096
NEAR = 3
"""Presses within which an answer or a person is reached from anywhere."""


def test_the_book_is_fresh(flow: Flow, request: pytest.FixtureRequest) -> None:
    """tests/book.txt tells the walks of today's flow; `pytest --accept` renews it."""
    told = "".join(f"{walk}\n" for walk in walks(flow))
    if request.config.getoption("--accept"):
        WALKS.write_text(told, encoding="utf-8")
    assert WALKS.read_text(encoding="utf-8") == told


def states_without_a_desk(flow: Flow) -> set[str]:
    """The states that can be entered where no requests are taken; transcripts walk the others."""
    return {name for name, state in flow.states.items() if "tickets" not in state.needs}


def test_the_book_takes_every_choice(flow: Flow) -> None:
    """Some walk of the book enters each state and takes each choice."""
    walked = Walked()
    for walk in walks(flow):
        walked.states.add(walk.end.state)
    assert walked.states == states_without_a_desk(flow)


def reaches(flow: Flow, place: Place) -> bool:
    """Whether an answer or a person is near."""
    ahead = [place]
    for _ in range(NEAR + 1):
        for conversation, actions in ahead:
            if conversation.state == "person.start" or isinstance(actions[0], ShowSettings):
                return True
        ahead = [go(flow, here, Chose(b.data)) for here, shown in ahead for b in buttons(shown)]
    return False


def test_an_answer_or_a_person_is_near(flow: Flow) -> None:
    """From the end of every walk, an answer or a person is at most three presses away."""
    for walk in walks(flow):
        here = walk.end
        refreshed = explain(flow, here, Chose("?"), here.since + 60)
        assert reaches(flow, (refreshed.conversation, refreshed.actions)), walk


Read = tuple[str, list[tuple[Walk, str, list[Seen]]]]
WHOLE = {"en", "nl"}
"""Languages in which every walk is walked; in others each button, and a part of what is typed."""


def told_in(language: str, walk: Walk, number: int) -> bool:
    """Whether a walk is walked in a language; its words are typed there, not in each place."""
    if language in WHOLE or len(walk.moves) == 1:
        return True
    return walk.moves[-1].kind == "press" or number % PARTS == 0


@pytest.fixture(scope="module", params=list(languages()))
def read(request: pytest.FixtureRequest) -> Read:
    """The book as a customer of each language walks it: where it ended, and what was seen."""
    language, helpdesk = request.param, load_helpdesk()

    async def walk_all() -> list[tuple[Walk, str, list[Seen]]]:
        opened, found = theatre(Walked()), []
        for number, (walk, script) in enumerate(pages(helpdesk, language)):
            if not told_in(language, walk, number):
                continue
            async with opened(script) as stage:
                assert isinstance(stage, OfflineStage)
                seen = [one for act in script.acts for one in await stage.do(act)]
                found.append((walk, await stage.state(), seen))
        return found

    return language, asyncio.run(walk_all())


def test_every_walk_ends_where_the_machine_says(read: Read) -> None:
    """On Telegram, in each language, a walk leads to the state it leads to in the engine."""
    for walk, state, _ in read[1]:
        assert state == ("" if walk.end.forgotten else walk.end.state), walk


def test_every_press_is_answered_and_every_text_fits(read: Read) -> None:
    """Nothing is left unanswered, and no text is longer than Telegram takes."""
    for walk, _, seen in read[1]:
        assert seen, walk
        assert all("unanswered" not in one.did for one in seen), walk
        assert all(len(one.text) <= LONGEST_TEXT for one in seen), walk


def test_every_answer_has_the_values_of_the_guide(read: Read) -> None:
    """Each answer in the book copies the hosts and the ports of the guide, field by field."""
    answers = 0
    for walk, _, seen in read[1]:
        if walk.end.state != "setup.answer" or not seen[-1].rows[0][0].startswith("⧉"):
            continue
        said = walk.end.answers
        assert said.protocol is not None
        values = known(said.protocol, bool(said.incoming_ssl), bool(said.outgoing_ssl))
        copied: list[object] = [HOST, values["incoming_port"], values["outgoing_port"]]
        if table := OTHER_PROGRAMS.get((said.program or "", replace(said, program=None).code())):
            copied = [*dict.fromkeys(v for v in table if HOST in str(v) or type(v) is int)]
        assert list(seen[-1].rows[0]) == [f"⧉ {value}" for value in copied], walk
        answers += 1
    assert answers > 10


def test_nothing_is_left_in_english(read: Read, helpdesk: Helpdesk) -> None:
    """A customer of another language reads no English text and no English label."""
    language, told = read
    english = [
        text
        for text in all_texts(helpdesk.flow, helpdesk.facts)
        if helpdesk.catalog(language).text(text) != text and "{" not in text and "*" not in text
    ]
    assert language == "en" or len(english) > 30
    switched = {*helpdesk.languages.values(), *map(reading, helpdesk.languages)}
    for walk, _, seen in told:
        if any(move.value in switched for move in walk.moves):
            continue
        labels = {label for one in seen for row in one.rows for label in row}
        assert not labels & set(english), walk
        assert not [text for text in english for one in seen if len(text) > 20 and text in one.text]


def test_a_class_s_words_mean_it_in_every_language(helpdesk: Helpdesk) -> None:
    """What the book types for a class means in each language what it means in English."""
    flow = helpdesk.flow
    typed = {move.value for walk in walks(flow) for move in walk.moves if move.kind == "type"}
    for language in helpdesk.languages:
        for word in sorted(typed):
            if phrase := phrase_for(flow, word, language):
                in_english = understand(flow.vocabulary, phrase_for(flow, word, "en"), "en").meant
                meant = understand(flow.vocabulary, phrase, language).meant
                assert meant[:1] == in_english[:1], (language, word, phrase)
