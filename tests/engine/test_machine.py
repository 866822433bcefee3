"""One step of a conversation."""

from dataclasses import replace

import pytest

from bot.engine.actions import Ask, ShowSettings
from bot.engine.answers import Answers
from bot.engine.conversation import Conversation
from bot.engine.events import Chose, Commanded, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import LONGEST_TRAIL, step
from bot.engine.place import begin
from tests.engine.walks import buttons, go, started


def settings_of(flow: Flow, *events: Chose | Typed | Started) -> Answers:
    """The answers whose settings are shown after the events."""
    _, (action,) = go(flow, begin(flow, "en", 0), *events)
    assert isinstance(action, ShowSettings)
    return action.answers


def test_two_presses_lead_to_the_settings(flow: Flow) -> None:
    """IMAP and SSL, pressed one after the other, give the settings."""
    shown = settings_of(
        flow, Started(), Chose("1.setup.start:imap:"), Chose("1.setup.ssl:yes:imap")
    )
    assert shown.code() == "imap-ssl"


def test_one_line_is_enough(flow: Flow) -> None:
    """A line that says protocol and SSL gets the settings at once."""
    assert settings_of(flow, Started(), Typed("pop3 zonder ssl")).code() == "pop-plain"


def test_half_a_line_gets_the_other_question(flow: Flow) -> None:
    """A line that says SSL alone gets the question for the protocol, and no other after it."""
    conversation, _ = go(flow, begin(flow, "en", 0), Started(), Typed("with ssl"))
    assert conversation.state == "setup.protocol"
    after, _ = go(flow, conversation, Chose("1.setup.protocol:imap:any-ssl"))
    assert (after.state, after.answers.code()) == ("setup.answer", "imap-ssl")


def test_yes_answers_the_question_on_the_screen(flow: Flow) -> None:
    """“ja” means SSL where SSL is asked."""
    assert settings_of(flow, Started(), Typed("imap"), Typed("ja")).code() == "imap-ssl"


def test_contradicting_words_are_asked(flow: Flow) -> None:
    """Words that name both protocols get the question, whatever was known before."""
    conversation, _ = go(flow, begin(flow, "en", 0), Started("imap-ssl"), Typed("imap or pop?"))
    assert conversation.state == "setup.protocol"


def test_words_about_trouble_do_not_change_the_answers(flow: Flow) -> None:
    """A complaint that mentions SSL leads to trouble and leaves the answers as they were."""
    conversation, _ = go(
        flow, begin(flow, "en", 0), Started("pop-plain"), Typed("ssl isn't working")
    )
    assert (conversation.state, conversation.answers.code()) == ("trouble.start", "pop-plain")


@pytest.mark.parametrize("text", ["blah", "", "🐟", "what is the weather tomorrow"])
def test_other_words_get_a_hint_and_the_same_question(flow: Flow, text: str) -> None:
    """Words that mean nothing here get a hint with the question of this state."""
    here, _ = started(flow)
    after, (action,) = step(flow, here, Typed(text), 60)
    assert after == here
    assert isinstance(action, Ask)
    assert action.paragraphs[0] == flow.states[here.state].hint
    assert action.paragraphs[1:] == tuple(text.text for text in flow.states[here.state].texts)


def test_an_unknown_command_gets_a_hint(flow: Flow) -> None:
    """A command that the bot does not have changes nothing."""
    here, _ = started(flow)
    after, (action,) = step(flow, here, Commanded("format_disk"), 60)
    assert after == here
    assert isinstance(action, Ask)


@pytest.mark.parametrize(
    ("command", "state"),
    [("help", "help.start"), ("cancel", "help.cancelled"), ("language", "language.choose")],
)
def test_commands_work_everywhere(flow: Flow, command: str, state: str) -> None:
    """/help, /cancel and /language lead to their states."""
    conversation, _ = go(flow, begin(flow, "en", 0), Started("imap-ssl"), Commanded(command))
    assert conversation.state == state


def test_every_state_knows_every_command(flow: Flow) -> None:
    """A state with a button of its own for something is still told it in a word or command."""
    ways = [choice for state in flow.states.values() for choice in state.choices()]
    commands = {choice.command for choice in ways} - {""}
    words = {word for choice in ways if choice.command for word in choice.words}
    lacking = {
        (state.name, name)
        for state in flow.states.values()
        for name in (commands - {choice.command for choice in state.choices()})
        | (words - {word for choice in state.choices() for word in choice.words} - {"yes"})
    }
    assert lacking == set()


def test_an_old_button_reopens_its_step(flow: Flow) -> None:
    """A button pressed long after brings its own state and answers."""
    conversation, _ = go(flow, begin(flow, "en", 0), Started(), Commanded("help"))
    after, _ = go(flow, conversation, Chose("1.setup.ssl:no:pop"))
    assert (after.state, after.answers.code()) == ("setup.answer", "pop-plain")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "rubbish",
        "1.",
        "0.setup.ssl:yes:imap",
        "1.setup.gone:yes:imap",
        "1.setup.ssl:gone:imap",
        "1.setup.ssl:yes:gone",
        "1.setup.ssl:yes:",
        "1.setup.answer:why:imap",
        "1.setup.ssl:yes:imap:more",
        "1.setup.ssl:yes:" + "x" * 5000,
    ],
)
def test_forged_data_gets_the_start(flow: Flow, data: str) -> None:
    """Button data that is forged, or that no state knows, opens the start."""
    here, _ = started(flow, code="imap-ssl")
    after, (action,) = step(flow, here, Chose(data), here.since + 60)
    assert after.state == flow.start
    assert after.answers == Answers()
    assert isinstance(action, Ask)


def test_a_renamed_state_is_still_known(flow: Flow) -> None:
    """A button that carries the old name of a state opens the state of today."""
    renamed = replace(flow, renamed={"setup.tls": "setup.ssl"})
    conversation, _ = go(renamed, begin(renamed, "en", 0), Chose("1.setup.tls:yes:imap"))
    assert conversation.state == "setup.answer"


def test_a_conversation_in_a_state_that_is_gone_starts_again(flow: Flow) -> None:
    """A stored state that no flow knows any more is taken as the start."""
    conversation, _ = go(flow, Conversation("old.state", "nl"), Typed("imap"))
    assert (conversation.state, conversation.language) == ("setup.ssl", "nl")


def test_answers_that_no_version_knows_start_again(flow: Flow) -> None:
    """A stored protocol that does not exist is taken as nothing said."""
    stored = Conversation("setup.ssl", "en", Answers(None, "smtp"))
    conversation, _ = go(flow, stored, Typed("yes"))
    assert (conversation.state, conversation.answers.protocol) == ("setup.start", None)


def test_a_double_tap_changes_nothing(flow: Flow) -> None:
    """The same press again within three seconds has no effect."""
    here, _ = started(flow)
    press = Chose("1.setup.start:imap:")
    once, _ = step(flow, here, press, 100.0)
    twice, actions = step(flow, once, press, 101.0)
    assert (twice, actions) == (once, ())


def test_the_same_press_later_is_meant(flow: Flow) -> None:
    """The same press after more than three seconds is done again."""
    here, _ = started(flow)
    press = Chose("1.setup.start:imap:")
    once, _ = step(flow, here, press, 100.0)
    _, actions = step(flow, once, press, 110.0)
    assert actions


def test_back_restores_the_answers_of_that_time(flow: Flow) -> None:
    """Back from the settings asks for SSL again, with the protocol kept."""
    conversation, _ = go(flow, begin(flow, "en", 0), Started(), Typed("imap"), Typed("yes"))
    after, _ = go(flow, conversation, Typed("back"))
    assert (after.state, after.answers.code()) == ("setup.ssl", "imap")


def test_coming_back_does_not_send_the_settings_again(flow: Flow) -> None:
    """Back to the settings shows their question, since the settings stand in the chat."""
    _, (action,) = go(flow, begin(flow, "en", 0), Started("imap-ssl"), Typed("why"), Typed("back"))
    assert isinstance(action, Ask)


def test_another_language_sends_the_settings_again(flow: Flow) -> None:
    """A new language at the settings sends them in that language."""
    conversation, (action,) = go(
        flow, begin(flow, "en", 0), Started("imap-ssl"), Typed("Nederlands")
    )
    assert isinstance(action, ShowSettings)
    assert conversation.language == "nl"


def test_the_trail_is_bounded(flow: Flow) -> None:
    """However long somebody walks, only the last states are kept."""
    here, _ = started(flow)
    for _ in range(30):
        here, _ = go(flow, here, Commanded("help"), Commanded("language"))
    assert len(here.trail) == LONGEST_TRAIL


def test_a_deep_link_may_name_the_language(flow: Flow) -> None:
    """A deep link with a language opens the answer in that language."""
    conversation, (action,) = started(flow, code="imap-ssl-plain-nl")
    assert isinstance(action, ShowSettings)
    assert (conversation.language, conversation.answers.code()) == ("nl", "imap-ssl-plain")


def test_half_a_deep_link_asks_the_rest(flow: Flow) -> None:
    """A deep link that names the protocol alone asks for SSL."""
    conversation, _ = started(flow, code="pop")
    assert conversation.state == "setup.ssl"


def test_a_broken_deep_link_starts(flow: Flow) -> None:
    """A deep link that says nothing opens the start."""
    conversation, actions = started(flow, code="whatever_this_is")
    assert conversation.state == flow.start
    assert buttons(actions)


def test_what_was_said_of_one_direction_stays(flow: Flow) -> None:
    """The answer to the question about SSL is taken for the direction that is still open."""
    shown = settings_of(flow, Started(), Typed("imap, uitgaand zonder ssl"), Typed("ja"))
    assert shown.code() == "imap-ssl-plain"


def test_an_answer_overwrites_when_nothing_is_open(flow: Flow) -> None:
    """A press on a card whose answers are complete says what its label says, in both directions."""
    shown = settings_of(flow, Started(), Chose("1.setup.ssl:yes:imap-plain"))
    assert shown.code() == "imap-ssl"
