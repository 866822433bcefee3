"""The outbox -> Telegram: in order per chat, chats side by side, until each call is settled."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

import structlog
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.errors import StoreError
from bot.gateway.fate import find
from bot.gateway.files import KINDS, Files
from bot.gateway.outbound import make
from bot.gateway.request import seconds_to_wait
from bot.store import Outgoing, Transaction
from bot.store.protocol import Json
from bot.store.writer import Writer

SIDE_BY_SIDE: Final = 50
"""Chats that are served at the same time."""
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 60.0
"""Seconds between tries when Telegram can't be reached; doubled each time."""

_SENDS: Final = ("send", *KINDS)
"""Calls that put a new message into the chat, so that a second one would be seen."""
_DONE: Final = ("message is not modified", "query is too old", "query id is invalid")
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_UNREACHABLE: Final = ("chat not found", "user is deactivated", "peer_id_invalid")

log = structlog.get_logger()


class Verdict(NamedTuple):
    """What an answer of Telegram's means for a call.

    Attributes:
        settled: whether the call leaves the outbox.
        wait: seconds until it is tried again.
        lost: whether it may have been carried out all the same.
        refused: whether it was given up; that is our own fault.
        instead: the call to make in its place.
        unreachable: whether nothing can be sent to this chat.
    """

    settled: bool = True
    wait: float = 0.0
    lost: bool = False
    refused: bool = False
    instead: Json | None = None
    unreachable: bool = False


def judge(error: TelegramError, call: Json, waited: float) -> Verdict:
    """What to do after an error; docs/reliability.md has the table.

    Args:
        error: what Telegram answered.
        call: the call that was made.
        waited: how long the last wait was, in seconds.
    """
    backoff = Verdict(settled=False, wait=min(max(FIRST_WAIT, waited * 2), LONGEST_WAIT))
    reason = str(error).casefold()
    match error:
        case RetryAfter():
            return Verdict(settled=False, wait=seconds_to_wait(error))
        case Forbidden() | ChatMigrated():
            return Verdict(unreachable=True)
        case InvalidToken():
            return Verdict(settled=False, wait=LONGEST_WAIT)
        case BadRequest():
            return _judge_refusal(reason, call)
        case TimedOut():
            return backoff._replace(lost=call["do"] in _SENDS)
        case _:
            return backoff


def _judge_refusal(reason: str, call: Json) -> Verdict:
    if any(text in reason for text in _DONE):
        return Verdict()
    if any(text in reason for text in _UNREACHABLE):
        return Verdict(unreachable=True)
    if call["do"] in ("close", "delete"):
        return Verdict()  # the message is gone, or too old: nothing is left to be done
    if call["do"] == "edit" and any(text in reason for text in _GONE):
        return Verdict(instead=call | {"do": "send", "after": call["message"]})
    plainer = _plainer(call)
    return Verdict(instead=plainer) if plainer else Verdict(refused=True)


def _plainer(call: Json) -> Json | None:
    """The call with less in it that Telegram may refuse; None when it is plain already."""
    if call["do"] in KINDS:  # what the file shows stands in its caption too
        return call | {"do": "send"}
    if "entities" in call.get("content", {}):
        plain = {name: part for name, part in call["content"].items() if name != "entities"}
        return call | {"content": plain}
    return None


def _claim(
    transaction: Transaction, *, limit: int, busy: frozenset[int], known: int
) -> list[Outgoing]:
    """The first call of each chat; a send that is tried for the first time is marked.

    A mark that is there already was made by a process that ended before it wrote down the outcome.
    """
    claimed = [run[0] for run in transaction.waiting(limit, busy)]
    for outgoing in claimed:
        if outgoing.call["do"] in _SENDS and outgoing.tried is None:
            transaction.mark(outgoing, max(known, outgoing.call.get("after") or 0))
    return claimed


@dataclass
class Sender:
    """Empties the outbox.

    Attributes:
        bot: the bot that sends.
        writer: the store.
        files: sends what carries a file.
        sleep: waits; a test brings its own.
    """

    bot: Bot
    writer: Writer
    files: Files
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _highest: int = 0

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        self.wake()
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._serve_waiting()
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Send everything that waits; returns when the outbox is empty."""
        while claimed := await self._claimed():
            await asyncio.gather(*map(self._serve, claimed))

    async def _serve_waiting(self) -> None:
        try:
            claimed = await self._claimed()
        except StoreError as error:
            log.warning("the outbox can't be read", reason=str(error))
            await self.sleep(FIRST_WAIT)
            self.wake()
            return
        for outgoing in claimed:
            task = asyncio.create_task(self._serve_safely(outgoing))
            self._busy[outgoing.chat] = task
            task.add_done_callback(partial(self._free, outgoing.chat))

    async def _claimed(self) -> list[Outgoing]:
        """The calls that are next, as many as there is room for."""
        room, busy = SIDE_BY_SIDE - len(self._busy), frozenset(self._busy)
        if room <= 0:
            return []
        claim = partial(_claim, limit=room, busy=busy, known=self._highest)
        return await self.writer.run(claim)

    def _free(self, chat: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(chat, None)
        self.wake()

    async def _serve_safely(self, outgoing: Outgoing) -> None:
        """Make one call; a fault of our own holds up this chat alone, and is heard of."""
        try:
            await self._serve(outgoing)
        except Exception:
            log.exception("a chat could not be served", outgoing=outgoing.id)
            await self.sleep(LONGEST_WAIT)

    async def _serve(self, outgoing: Outgoing) -> None:
        """Make one call until it is settled, and write that down."""
        call, waited, verdict = outgoing.call, 0.0, Verdict()
        sent = await self._sent_before(outgoing)
        while sent is None:
            known = max(self._highest, call.get("after") or 0)
            sent, verdict = await self._try(outgoing, call, waited)
            if verdict.instead:
                call = verdict.instead
            elif verdict.settled:
                break
            else:
                waited = verdict.wait
                await self.sleep(waited)
            if verdict.lost:
                sent = await find(self.bot, outgoing.chat, call, known, self.sleep)
        self._highest = max(self._highest, sent or 0)
        await self._write(outgoing, call, sent, verdict)

    async def _sent_before(self, outgoing: Outgoing) -> int | None:
        """The id of a message that an earlier process may have sent; None when it has not."""
        if outgoing.tried is None:
            return None
        return await find(self.bot, outgoing.chat, outgoing.call, outgoing.tried, self.sleep)

    async def _try(
        self, outgoing: Outgoing, call: Json, waited: float
    ) -> tuple[int | None, Verdict]:
        send = self.files.send if call["do"] in KINDS else partial(make, self.bot)
        try:
            return await send(outgoing.chat, call), Verdict()
        except TelegramError as error:
            verdict = judge(error, call, waited)
            if verdict != Verdict():  # an error that means "done" is none
                log.warning(
                    "telegram refused a call",
                    outgoing=outgoing.id,
                    do=call["do"],
                    reason=str(error),
                    again_after=verdict.wait,
                    unreachable=verdict.unreachable,
                    given_up=verdict.refused,
                )
            return None, verdict
        except Exception:
            log.exception("a call could not be made and is given up", outgoing=outgoing.id)
            return None, Verdict()

    async def _write(
        self, outgoing: Outgoing, call: Json, sent: int | None, verdict: Verdict
    ) -> None:
        def write(transaction: Transaction) -> None:
            if verdict.unreachable and call["do"] != "answer":
                transaction.drop(outgoing.chat)
            settled = transaction.settle(outgoing)
            transaction.release(outgoing.chat)
            if settled and sent is not None:
                card = sent if call["place"] == "card" else None
                transaction.set_card(outgoing.chat, card)

        while True:
            try:
                await self.writer.run(write, (outgoing.chat,))
            except StoreError as error:
                log.warning("a sent call could not be written down", reason=str(error))
                await self.sleep(FIRST_WAIT)
            else:
                return
