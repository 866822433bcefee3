"""What transcripts have walked."""

from bot.engine.events import Chose, Event, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import explain
from bot.engine.place import begin
from bot.paths import TRANSCRIPTS
from bot.play import transcript_faults
from bot.walked import Walked


def missing(flow: Flow, *events: Event) -> list[str]:
    """What is not walked by these events, as messages."""
    walked, here = Walked(), begin(flow, "en", 0)
    for event in events:
        step = explain(flow, here, event, here.since + 60)
        walked.note(step)
        here = step.conversation
    return [str(fault) for fault in walked.missing(flow)]


def test_what_was_walked_is_not_named(flow: Flow) -> None:
    """A choice that was taken and a state that was shown are not missing."""
    faults = missing(flow, Started(), Chose("1.setup.start:pop:"))
    assert not [fault for fault in faults if "“pop” of “setup.start”" in fault]
    assert not [fault for fault in faults if "the state “setup.ssl”" in fault]


def test_what_was_not_walked_is_named_with_its_line(flow: Flow) -> None:
    """A choice that nobody took is named with the file and line where it stands."""
    where = next(c.where for c in flow.states["setup.start"].choices() if c.key == "imap")
    faults = missing(flow, Started(), Chose("1.setup.start:pop:"))
    assert f"{where}: no transcript takes “imap” of “setup.start”" in faults


def test_a_text_that_was_not_said_is_named(flow: Flow) -> None:
    """A text that nobody read is missing until somebody does."""
    where = next(t.where for t in flow.states["setup.answer"].warnings if "Without SSL" in t.text)
    unsaid = f"{where}: no transcript says “"
    without = missing(flow, Started("imap-ssl"))
    assert [fault for fault in without if fault.startswith(unsaid)]
    with_it = missing(flow, Started("imap-plain"))
    assert not [fault for fault in with_it if fault.startswith(unsaid)]


def test_a_common_way_counts_once(flow: Flow) -> None:
    """A way that every state has is walked when it was taken in one of them."""
    faults = missing(flow, Started("imap-ssl"), Typed("back"))
    assert not [fault for fault in faults if "takes “back”" in fault]


def test_the_transcripts_walk_everything(flow: Flow) -> None:
    """The transcripts of the repository pass, and walk every state, choice and text."""
    assert transcript_faults(TRANSCRIPTS, flow) == ()
