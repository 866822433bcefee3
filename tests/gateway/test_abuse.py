"""People who send anything: nothing breaks, nothing of theirs comes back, all get an answer."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.conversation import Conversation
from bot.engine.events import Event, Typed
from bot.engine.machine import Step
from bot.gateway import inbound
from bot.helpdesk import Helpdesk
from bot.store import Outgoing
from bot.store.memory import MemoryStore
from bot.turn import Turns
from tests.service import Service, service
from tests.telegram import Customer, schema

MARK = "qzx"
"""Stands in everything that people send here, and in no text of ours."""
TEXTS = {
    "as long as it gets": MARK * 1365 + "q",
    "one word as long as it gets": "x" * 4093 + MARK,
    "characters of two units": "🐟" * 2000 + MARK,
    "html": f"<b>{MARK}</b><a href='tg://user?id=1'>press</a><script>1</script>&amp;",
    "markdown": f"*{MARK}* _a_ `b` ```c``` [d](tg://user?id=1) ||e|| ~f~ > g",
    "right to left": f"\u202e{MARK}\u202c \u2067imap\u2069",
    "nothing to be seen": f"i\u200bm\u200da\u2060p\ufeff\u00ad {MARK}",
    "many accents on one letter": "z" + "\u0301" * 3000 + MARK,
    "arabic": f"\u0643\u0644\u0645\u0629 {MARK}",
    "control characters": f"\x01\x1b[31m\x7f{MARK}\x85",
    "half characters": f"\ud83d {MARK} \udc1f",
    "nul": f"im\0ap {MARK}\0",
    "only spaces": " \n\t\u3000 ",
    "empty": "",
    "sql": f"'; DROP TABLE inbox; -- {MARK}",
    "placeholders": f"{{0}} {{heading}} %s %(name)s ${{HOME}} {MARK}",
    "a path": f"../../../etc/passwd {MARK}",
    "a large number": f"{'9' * 4000}{MARK}",
    "a small one": f"port -1 0x1F 1e999 NaN {MARK}",
    "thousands of lines": "\n" * 4000 + MARK,
    "many negations": "not " * 1000 + MARK,
    "many questions": "imap or pop or " * 260 + MARK,
    "a command of any length": "/" + "a" * 4000 + MARK,
    "a command for another bot": f"/start@another_bot {MARK}!",
    "only a slash": "/",
    "a deep link that never ends": f"/start {'imap-ssl-' * 400}{MARK}",
    "a deep link with data": f"/start 1.setup.start:imap:{MARK}",
}
UNASKED = ("photo", "document", "sticker", "voice", "video", "animation")
FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": MARK}}


def echoed(bot: Service) -> list[str]:
    """The calls that hold something of what people sent."""
    return [str(call) for call in bot.telegram.calls if MARK in json.dumps(call[1], default=str)]


def shown(customer: Customer) -> tuple[str, int]:
    """What stands in the newest message of the bot, and how many buttons it has."""
    newest = customer.seen[-1]
    return newest.text, len(list(newest.buttons()))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_any_text_is_answered_in_our_own_words(helpdesk: Helpdesk, text: str) -> None:
    """Whatever is typed is answered once, with buttons, and nothing of it is sent back."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer(f"<b>{MARK}</b> [x](tg://user?id=1)")
        anna.send(text)
        await bot.work()
        assert len(anna.seen) == 1
        answer, buttons = shown(anna)
        assert answer
        assert buttons
        assert not echoed(bot)


@pytest.mark.parametrize("kind", UNASKED)
async def test_any_file_is_answered(helpdesk: Helpdesk, kind: str) -> None:
    """A picture, a document or a sticker is answered with words and buttons."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.share(kind, name=f"{MARK}.exe")
        await bot.work()
        answer, buttons = shown(anna)
        assert answer
        assert buttons
        assert not echoed(bot)


async def test_a_forwarded_command_is_a_command_and_no_more(helpdesk: Helpdesk) -> None:
    """A command that was forwarded begins a conversation for the one who forwarded it."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start imap-ssl")
        bot.telegram.pending[-1]["message"] |= FORWARDED
        await bot.work()
        assert len(anna.seen) == 1
        assert not echoed(bot)


async def test_an_edited_message_is_answered_again(helpdesk: Helpdesk) -> None:
    """Who corrects what they typed is answered to the correction, below it."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("ipma")
        await bot.work()
        anna.edit("imap with ssl")
        await bot.work()
        assert "IMAP with SSL" in anna.seen[-1].text.partition("\n")[0]


def message(kind: str, **content: object) -> dict[str, Any]:
    """An update with a message that is none of a private chat."""
    chat = {"id": -1_000_000_000_007, "type": kind, "title": MARK}
    return {"message_id": 5, "date": 1, "chat": chat, "text": f"/start {MARK}", **content}


NOT_FOR_US: dict[str, dict[str, Any]] = {
    "a channel post": {"channel_post": message("channel")},
    "an edited channel post": {"edited_channel_post": message("channel", edit_date=2)},
    "a message of a group": {"message": message("group")},
    "a message of a supergroup": {"message": message("supergroup")},
    "a message of a kind of chat to come": {"message": message("planet")},
    "an inline query": {
        "inline_query": {"id": "1", "from": {"id": 7}, "query": MARK, "offset": ""}
    },
    "a poll": {"poll": {"id": "1", "question": MARK}},
    "a kind of update to come": {"telepathy": {"thought": MARK}},
    "nothing": {},
}


@pytest.mark.parametrize("content", NOT_FOR_US.values(), ids=NOT_FOR_US)
async def test_what_is_not_for_us_is_taken_and_left(
    helpdesk: Helpdesk, content: dict[str, Any]
) -> None:
    """Channels, groups that are no desk and unknown kinds get no answer, and do no harm."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        bot.telegram.pending.append({"update_id": 1, **content})
        anna.send("/start")
        await bot.work()
        assert len(anna.seen) == 1
        assert not echoed(bot)


@pytest.mark.parametrize(
    "number", [2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**400, 1.5, "7", True, None, [], {}]
)
@pytest.mark.parametrize("place", ["update_id", "chat", "message_id", "from"])
def test_a_number_that_is_none_does_no_harm(helpdesk: Helpdesk, place: str, number: object) -> None:
    """A number that is too large for a database, or no number, stops nothing."""
    chat = {"id": number if place == "chat" else 7, "type": "private"}
    sender = {"id": number if place == "from" else 7, "is_bot": False, "first_name": "A"}
    sent = {"message_id": number if place == "message_id" else 5, "from": sender, "chat": chat}
    update = {"update_id": number if place == "update_id" else 1, "message": sent | {"text": "hi"}}
    taken(helpdesk, [update])


def test_json_of_any_depth_does_no_harm(helpdesk: Helpdesk) -> None:
    """What is nested as deep as a reader of JSON goes is left alone."""
    deep = json.loads("[" * 900 + "]" * 900)
    chat = {"id": 7, "type": "private"}
    taken(helpdesk, [{"update_id": 1, "message": {"message_id": 1, "chat": chat, "text": deep}}])
    taken(helpdesk, [{"update_id": 1, "message": deep}, {"update_id": 2, "callback_query": deep}])


def taken(helpdesk: Helpdesk, updates: list[Any]) -> list[Outgoing]:
    """Take updates in as polling does; returns the calls that they led to."""
    read = [update for update in map(inbound.read, updates) if update is not None]
    store, parked = MemoryStore(), []

    class Watching(Turns):
        def _settle(self, *given: Any) -> Any:  # noqa: ANN401
            how = super()._settle(*given)
            parked.append(how)
            return how

    with store.transaction() as transaction:
        Watching(helpdesk, lambda: 1.0).take(transaction, read)
        calls = [call for run in transaction.waiting(99, frozenset()) for call in run]
    assert "parked" not in parked
    return calls


words = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["/start", "imap", "1.setup.start:imap:", "/start pop-ssl", *TEXTS.values()]),
)
numbers = st.one_of(st.integers(), st.integers(1, 9), st.none(), st.floats(), words)
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, words),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=5,
)


def mostly(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What it should be; now and then anything."""
    return st.sampled_from([*([value] * 11), anything]).flatmap(lambda chosen: chosen)


def fields(**known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object whose fields are mostly what they should be, or are missing."""
    given_fields = {name: mostly(value) for name, value in known.items()}
    some = st.fixed_dictionaries({}, optional=given_fields)
    return st.sampled_from([*([st.fixed_dictionaries(given_fields)] * 7), some]).flatmap(
        lambda chosen: chosen
    )


person = fields(id=st.integers(1, 3), language_code=words)
chat = fields(id=st.integers(1, 3), type=st.sampled_from([*(["private"] * 8), "group", "channel"]))
sent = {"message_id": st.integers(1, 9), "from": person, "chat": chat, "text": words}
pressed = {"id": words, "from": person, "message": fields(**sent), "data": words}
update = st.one_of(
    fields(update_id=st.integers(1, 99), message=fields(**sent, caption=words)),
    fields(update_id=st.integers(1, 99), edited_message=fields(**sent)),
    fields(update_id=st.integers(1, 99), callback_query=fields(**pressed)),
    fields(update_id=st.integers(1, 99), channel_post=fields(**sent)),
)


@settings(max_examples=100)
@given(st.lists(mostly(update), min_size=1, max_size=4))
def test_no_updates_are_poison(helpdesk: Helpdesk, updates: list[Any]) -> None:
    """Whatever the shape of updates is, none is parked, and each call is one of the Bot API."""
    for outgoing in taken(helpdesk, updates):
        call = json.loads(json.dumps(outgoing.call))
        if "content" in call:
            assert schema.read("sendMessage", {"chat_id": outgoing.chat, **call["content"]})


class Failing(Helpdesk):
    """An engine that fails over one word."""

    def step(self, conversation: Conversation, event: Event, now: float) -> Step:
        """See Helpdesk."""
        if event == Typed(MARK):
            raise ValueError(MARK)
        return super().step(conversation, event, now)


async def test_poison_between_others_delays_nobody(helpdesk: Helpdesk) -> None:
    """An update whose step raises is parked; all around it is answered in the same round."""
    parts = helpdesk.flow, helpdesk.facts, helpdesk.operator, helpdesk.languages
    async with service(Failing(*parts, locales=helpdesk.locales)) as bot:
        people = [bot.telegram.customer(f"C{number}") for number in range(20)]
        for number, customer in enumerate(people):
            customer.send(MARK if number % 5 == 0 else "/start imap-ssl")
        await bot.work()
        assert [len(customer.seen) for customer in people] == [1] * len(people)
        assert max(bot.clock.waits) < 1  # between messages, never for an update
        people[0].send("/start")
        await bot.work()
        assert len(people[0].seen) == 2


def test_an_update_says_no_more_than_is_needed(helpdesk: Helpdesk) -> None:
    """Names, phone numbers and places are not stored."""
    contact = {"phone_number": MARK, "first_name": MARK, "last_name": MARK, "vcard": MARK}
    content = {"contact": contact, "caption": MARK, "location": {"latitude": 1, "longitude": 2}}
    sender = {"id": 7, "first_name": MARK, "last_name": MARK, "username": MARK}
    private = {"id": 7, "type": "private", "first_name": MARK, "username": MARK}
    given = {"update_id": 1, "message": {"from": sender, "chat": private, **content}}
    read = inbound.read(given)
    assert read is not None
    store = MemoryStore()
    with store.transaction() as transaction:
        Turns(helpdesk, lambda: 1.0).take(transaction, [read])
        assert transaction.export(7)["updates"]
        assert MARK not in json.dumps(transaction.export(7))
