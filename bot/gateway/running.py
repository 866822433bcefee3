"""The calls of one chat, one after the other, each until it is settled.

Before a message is sent for the first time, it is written down that it is tried, and which message
id was the highest known: whoever comes after a crash looks for it from there (bot/gateway/fate.py).
Two messages never wait for their settlement at once, and the store keeps the newest message of each
chat, so what is looked for is taken for no other.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple, TypeVar

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.counts import Counts
from bot.engine.ticket import Life
from bot.errors import StoreError
from bot.gateway.bundles import bundled
from bot.gateway.fate import find
from bot.gateway.files import KINDS, Files
from bot.gateway.judging import FIRST_WAIT, LONGEST_WAIT, SENDS, Verdict, judge
from bot.gateway.limits import Limits
from bot.gateway.outbound import make
from bot.gateway.outcome import Outcome
from bot.gateway.places import Places, arrived
from bot.store import Outgoing, Transaction
from bot.store.protocol import Json
from bot.store.writer import Writer

PRIVATE: Final = 0
"""Stands for all private chats of a bot, which share the numbers of their messages."""
FLOOD: Final = 10
"""Calls that wait in a private chat after which those are left out that later ones make useless."""

Result = TypeVar("Result")
log = structlog.get_logger()


class _Made(NamedTuple):
    """What came of a call: as it was made, where, what it sent, and what Telegram said."""

    call: Json
    chat: int
    sent: int | None
    verdict: Verdict


@dataclass
class Runner:
    """Makes the calls of a chat.

    Attributes:
        bot: the bot that sends.
        writer: the store.
        files: sends what carries a file.
        limits: how fast it may send.
        counts: what is counted.
        places: where in the desk a call goes.
        sleep: waits; a test brings its own.
        stopping: whether no further call is to be begun.
        calling: the tasks that wait for an answer of Telegram's.
        resting: how many chats wait for a limit or a pause, and take nobody's place.
        clock: the time, in seconds.
        done: when a call was last carried out, or given up.
    """

    bot: Bot
    writer: Writer
    files: Files
    limits: Limits
    counts: Counts
    places: Places = field(default_factory=lambda: Places(Life("new")))
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    stopping: bool = False
    calling: set[asyncio.Task[None] | None] = field(default_factory=set)
    resting: int = 0
    clock: Callable[[], float] = time.monotonic
    done: float = field(default_factory=time.monotonic)
    _highest: dict[int, int] = field(default_factory=dict)

    def known(self, outgoing: Outgoing, call: Json | None = None) -> int:
        """The highest message id that is known where a call will send."""
        after = (call or outgoing.call).get("after") or 0
        return max(self._highest.get(_numbers(outgoing.chat), 0), after, outgoing.latest)

    def note(self, chat: int, message: int) -> None:
        """Take notice of the id of a message that is there."""
        numbers = _numbers(chat)
        self._highest[numbers] = max(self._highest.get(numbers, 0), message)

    async def serve(self, run: Sequence[Outgoing], outcomes: list[Outcome]) -> None:
        """Make the calls of a chat, in order; what shows nothing is made beside them.

        Args:
            run: the calls; the first that sends is marked.
            outcomes: takes what is done and not yet written down.
        """
        if run[0].chat < 0:
            run = await self._bundled(run)
        beside = [asyncio.create_task(self._quietly(o, outcomes)) for o in run if _is_quiet(o)]
        try:
            if beside:
                await asyncio.sleep(0)  # they are on their way first
            await self._in_order([o for o in run if not _is_quiet(o)], outcomes)
        finally:
            await asyncio.gather(*beside)

    async def _quietly(self, outgoing: Outgoing, outcomes: list[Outcome]) -> None:
        outcomes.append(await self._settled(outgoing))

    async def _in_order(self, run: Sequence[Outgoing], outcomes: list[Outcome]) -> None:
        useless, sends = _useless(run), 0
        for outgoing in run:
            if self.stopping:
                return
            if outgoing.id in useless:
                outcomes.append(Outcome(outgoing))
                continue
            sends += outgoing.call["do"] in SENDS
            group = outgoing.chat < 0
            another = outgoing.call["do"] in SENDS and outgoing.tried is None
            another &= group or sends > 1
            if another or _changed(outcomes, outgoing) or (outcomes and group):
                done = tuple(outcomes)
                if not await self._write(done, outgoing):
                    return
                del outcomes[: len(done)]
            outcome = await self._settled(outgoing)
            outcomes.append(outcome)
            if outcome.unreachable:
                return

    async def _settled(self, outgoing: Outgoing) -> Outcome:
        """Make one call until it is settled, and those that have to be made before it."""
        made = await self._made(outgoing)
        while "then" in made.call and not made.verdict.unreachable:
            outgoing = outgoing._replace(call=await self._following(outgoing, made), tried=None)
            made = await self._made(outgoing)
        self.done = self.clock()
        call, unreachable = made.call, made.verdict.unreachable and made.call["do"] != "answer"
        card = call.get("place") == "card"
        desk = call if "ticket" in call else None
        return Outcome(outgoing, made.sent, card, unreachable, desk, made.chat, self.places)

    async def _made(self, outgoing: Outgoing) -> _Made:
        """Make one call, until it is done or given up."""
        call, chat, waited, verdict = outgoing.call, outgoing.chat, 0.0, Verdict()
        if "ticket" in call:
            call = await self._placed(outgoing)
        sent, late = await self._sent_before(outgoing), outgoing.tried is not None
        while sent is None and call["do"] != "nothing":
            late |= await self._room(chat, call["do"]) > 0
            if late and call["do"] in SENDS:  # what was written down has grown old
                await self._write((), outgoing, call)
            known = self.known(outgoing, call)
            sent, verdict = await self._try(outgoing, chat, call, waited)
            if verdict.settled:
                break
            if verdict.instead or verdict.unplaced:
                call = await self._instead(outgoing, verdict.instead, lost=call)
            if verdict.moved:
                await self._moved(chat, verdict.moved)
            chat, waited = verdict.moved or chat, verdict.wait
            await self._pause(chat, verdict)
            if verdict.lost:
                sent = await find(self.bot, chat, call, known, self.sleep)
            late = verdict.lost
        if sent is not None:
            self.note(chat, sent)
        return _Made(call, chat, sent, verdict)

    async def _placed(self, outgoing: Outgoing) -> Json:
        """A call for the desk as it is to be made; what it has become is written down first."""

        def write(transaction: Transaction) -> Json:
            call = self.places.placed(transaction, outgoing.call)
            if call["do"] != outgoing.call["do"]:
                self._rewrite(transaction, outgoing, call)
            return call

        return await self._written(write, outgoing.chat)

    async def _following(self, outgoing: Outgoing, made: _Made) -> Json:
        """Write down what a call has made, and the one that comes after it in its place."""

        def write(transaction: Transaction) -> Json:
            if made.sent is not None:
                transaction.sent(outgoing.chat, made.sent)
                arrived(transaction, made.chat, made.call, made.sent)
            unseen = {"first": True} if "part" in made.call and made.sent is None else {}
            following: Json = made.call["then"] | unseen
            self._rewrite(transaction, outgoing, following)
            return following

        return await self._written(write, outgoing.chat)

    async def _bundled(self, run: Sequence[Outgoing]) -> list[Outgoing]:
        """Put together what can be, and write it down before it is made."""
        bundle = bundled(run)

        def write(transaction: Transaction) -> None:
            for outgoing in bundle.changed:
                transaction.rewrite(outgoing, outgoing.call)
            for outgoing in bundle.spared:
                transaction.settle(outgoing)

        if bundle.spared:
            await self._written(write, run[0].chat)
        return bundle.run

    async def _moved(self, chat: int, to: int) -> None:
        """Remember where a group is that has another number now."""
        log.warning("a group has another number now; change POSTBODE_DESK_CHAT", number=to)
        room = self.places.room
        if room:
            await self._written(lambda transaction: room.move(transaction, chat, to), chat)

    @contextmanager
    def _rest(self) -> Iterator[None]:
        self.resting += 1
        try:
            yield
        finally:
            self.resting -= 1

    async def _room(self, chat: int, do: str) -> float:
        with self._rest():
            waited = await self.limits.room(chat, do)
        self.counts.waits["limit"] += waited
        return waited

    async def _pause(self, chat: int, verdict: Verdict) -> None:
        if verdict.limited:
            self.limits.refused(chat, verdict.wait)
        if verdict.wait:
            self.counts.waits[verdict.outcome] += verdict.wait
            with self._rest():
                await self.sleep(verdict.wait)

    async def _sent_before(self, outgoing: Outgoing) -> int | None:
        """The id of a message that an earlier process may have sent; None when it has not."""
        if outgoing.tried is None or outgoing.call["do"] not in SENDS:
            return None
        return await find(self.bot, outgoing.chat, outgoing.call, outgoing.tried, self.sleep)

    async def _try(
        self, outgoing: Outgoing, chat: int, call: Json, waited: float
    ) -> tuple[int | None, Verdict]:
        send = self.files.send if call["do"] in KINDS else partial(make, self.bot)
        task, sent, verdict = asyncio.current_task(), None, Verdict()
        self.calling.add(task)
        try:
            sent = await send(chat, call)
            if "ticket" in call:
                self.places.trouble = ""
        except TelegramError as error:
            verdict = self._judged(error, call, waited)
            if verdict != Verdict():  # an error that means "done" is none
                log.warning(
                    "telegram refused a call",
                    outgoing=outgoing.id,
                    do=call["do"],
                    reason=str(error),
                    outcome=verdict.outcome,
                    again_after=verdict.wait,
                )
        except Exception:
            log.exception("a call could not be made and is given up", outgoing=outgoing.id)
            verdict = Verdict(refused=True)
        finally:
            self.calling.discard(task)
        self.counts.call(call["do"], verdict.outcome)
        return sent, verdict

    def _judged(self, error: TelegramError, call: Json, waited: float) -> Verdict:
        """What an error means; the desk is waited for, however long it can't be reached."""
        verdict = judge(error, call, waited)
        if not verdict.unreachable or "ticket" not in call or self.places.room is None:
            return verdict
        self.places.trouble = str(error)
        return Verdict(settled=False, wait=LONGEST_WAIT)

    async def _instead(self, outgoing: Outgoing, call: Json | None, lost: Json) -> Json:
        """Write down the call that takes the place of another, before it is made.

        Args:
            outgoing: the call as it waits.
            call: what takes its place; None when the topic that it was for is gone.
            lost: the call that could not be made.
        """

        def write(transaction: Transaction) -> Json:
            instead = call or self.places.lost(transaction, lost)
            self._rewrite(transaction, outgoing, instead)
            return instead

        return await self._written(write, outgoing.chat)

    def _rewrite(self, transaction: Transaction, outgoing: Outgoing, call: Json) -> None:
        transaction.rewrite(outgoing, call)
        if call["do"] in SENDS:
            transaction.mark(outgoing, self.known(outgoing, call))

    async def _write(
        self, outcomes: Iterable[Outcome], following: Outgoing, call: Json | None = None
    ) -> bool:
        """Settle what is done, and mark what is next if it sends; False when it is gone."""
        done, known = tuple(outcomes), self.known(following, call)

        def write(transaction: Transaction) -> bool:
            kept = [outcome.write(transaction) for outcome in done]
            if (call or following.call)["do"] in SENDS:
                transaction.mark(following, known)
            return all(kept)

        return await self._written(write, following.chat)

    async def _written(self, job: Callable[[Transaction], Result], chat: int) -> Result:
        while True:
            try:
                return await self.writer.run(job, (chat,))
            except StoreError as error:
                log.warning("a call could not be written down", reason=str(error))
                await self.sleep(FIRST_WAIT)


def _is_quiet(outgoing: Outgoing) -> bool:
    """Whether a call shows nothing: the answer to a press, which ends the waiting of its button."""
    return outgoing.call["do"] == "answer" and "text" not in outgoing.call


def _numbers(chat: int) -> int:
    """Whose message ids a chat counts with: all private chats of a bot together, or its own."""
    return min(chat, PRIVATE)


def _changed(outcomes: Iterable[Outcome], outgoing: Outgoing) -> bool:
    """Whether a message is changed once more: repeated after a crash, the first would undo it."""
    message = outgoing.call.get("message")
    return message is not None and any(
        outcome.outgoing.call.get("message") == message for outcome in outcomes
    )


def _useless(run: Sequence[Outgoing]) -> set[int]:
    """The calls of somebody who floods the bot that are not worth making.

    A card that another one follows, and a message that is sent once more below.
    """
    if len(run) < FLOOD or run[0].chat < PRIVATE:
        return set()
    useless, cards, contents = set(), False, []
    for outgoing in reversed(run):
        call = outgoing.call
        if call["do"] not in ("send", "edit") or outgoing.tried is not None:
            continue
        if (cards and call["place"] == "card") or call["content"] in contents:
            useless.add(outgoing.id)
        cards = cards or call["place"] == "card"
        contents.append(call["content"])
    return useless
