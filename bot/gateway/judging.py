"""What an answer of Telegram's means for a call; docs/reliability.md has the table."""

from typing import Final, NamedTuple

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gateway.files import KINDS
from bot.gateway.request import seconds_to_wait
from bot.store.protocol import Json

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 60.0
"""Seconds between tries when Telegram can't be reached; doubled each time."""
SENDS: Final = ("send", *KINDS)
"""Calls that put a new message into the chat, so that a second one would be seen."""

_DONE: Final = ("message is not modified", "query is too old", "query id is invalid")
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_LOST: Final = ("message thread not found", "topic_id_invalid", "topic_deleted")
_NO_TOPIC: Final = ("the chat is not a forum", "topic_not_modified", "topic_closed")
_UNREACHABLE: Final = ("chat not found", "user is deactivated", "peer_id_invalid")


class Verdict(NamedTuple):
    """What an answer of Telegram's means for a call.

    Attributes:
        settled: whether the call leaves the outbox.
        wait: seconds until it is tried again.
        lost: whether it may have been carried out all the same.
        refused: whether it was given up; that is our own fault.
        instead: the call to make in its place.
        unreachable: whether nothing can be sent to this chat.
        moved: the number under which Telegram now has this chat.
        limited: whether Telegram finds that the bot sends too fast.
        unplaced: whether the topic that it was for is gone.
    """

    settled: bool = True
    wait: float = 0.0
    lost: bool = False
    refused: bool = False
    instead: Json | None = None
    unreachable: bool = False
    moved: int | None = None
    limited: bool = False
    unplaced: bool = False

    @property
    def outcome(self) -> str:
        """The verdict in a word, for logs and metrics."""
        words = ("lost", "refused", "instead", "unreachable", "moved", "limited", "unplaced")
        said = (word for word in words if getattr(self, word))
        return next(said, "done" if self.settled else "again")


def judge(error: TelegramError, call: Json, waited: float) -> Verdict:
    """What to do after an error.

    Args:
        error: what Telegram answered.
        call: the call that was made.
        waited: how long the last wait was, in seconds.
    """
    backoff = Verdict(settled=False, wait=min(max(FIRST_WAIT, waited * 2), LONGEST_WAIT))
    match error:
        case RetryAfter():
            verdict = Verdict(settled=False, wait=seconds_to_wait(error), limited=True)
        case ChatMigrated():
            verdict = Verdict(settled=False, moved=error.new_chat_id)
        case Forbidden():
            verdict = Verdict(unreachable=True)
        case InvalidToken():
            verdict = Verdict(settled=False, wait=LONGEST_WAIT)
        case BadRequest():
            verdict = _judge_refusal(str(error).casefold(), call)
        case TimedOut():
            verdict = backoff._replace(lost=call["do"] in SENDS)
        case NetworkError():
            verdict = backoff
        case _:  # an answer that can't be read: what it answers may have been carried out
            verdict = backoff._replace(lost=call["do"] in SENDS)
    return verdict


def _judge_refusal(reason: str, call: Json) -> Verdict:
    if any(text in reason for text in _DONE):
        return Verdict()
    if any(text in reason for text in _UNREACHABLE):
        return Verdict(unreachable=True)
    if call["do"] in ("close", "delete") or call.get("quiet"):
        return Verdict()  # the message is gone, or too old: nothing is left to be done
    if call["do"] == "edit" and any(text in reason for text in _GONE):
        return Verdict(settled=False, instead=call | {"do": "send", "after": call["message"]})
    if "ticket" in call:
        return _judge_desk(reason, call)
    plainer = _plainer(call)
    return Verdict(settled=False, instead=plainer) if plainer else Verdict(refused=True)


def _judge_desk(reason: str, call: Json) -> Verdict:
    """What a refusal means in the desk, where no text goes without its formatting.

    A group without topics, and a topic that is open or closed already, are no mistakes.
    """
    if call["do"] in ("topic", "shut", "open"):
        return Verdict(refused=not any(text in reason for text in (*_NO_TOPIC, *_LOST)))
    if any(text in reason for text in _LOST):
        return Verdict(settled=False, unplaced=True)
    return Verdict(refused=True)


def _plainer(call: Json) -> Json | None:
    """The call with less in it that Telegram may refuse; None when it is plain already."""
    if call["do"] in KINDS:  # what the file shows stands in its caption too
        return call | {"do": "send"}
    if "entities" in call.get("content", {}):
        plain = {name: part for name, part in call["content"].items() if name != "entities"}
        return call | {"content": plain}
    return None
