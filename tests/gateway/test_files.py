"""Messages that carry a file."""

import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.errors import DatabaseFailed
from bot.gateway import outbound
from bot.helpdesk import Helpdesk
from bot.render.file import Draft, File, FileKind
from bot.render.message import Button, Message
from bot.render.rich import bold
from bot.store import Transaction, Update
from bot.store.memory import MemoryStore
from tests.service import Service, service
from tests.telegram import Customer, Fault


@dataclass
class Kitchen:
    """Makes a file from any recipe, and counts how often.

    Attributes:
        version: what the next drafts say of themselves.
        made: the recipes that were made.
        threads: the threads that made them.
        broken: whether nothing can be made.
    """

    version: str = "1"
    made: list[str] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    broken: bool = False

    def draft(self, recipe: str) -> Draft:
        """See Drafts."""
        return Draft(self.version, lambda: self._make(recipe))

    def _make(self, recipe: str) -> bytes:
        if self.broken:
            raise OSError
        self.made.append(recipe)
        self.threads.add(threading.get_ident())
        return f"{recipe} {self.version}".encode()


@pytest.fixture
def kitchen() -> Kitchen:
    """Where files are made."""
    return Kitchen()


@pytest.fixture
async def bot(helpdesk: Helpdesk, kitchen: Kitchen) -> AsyncIterator[Service]:
    """A bot on an offline Telegram."""
    async with service(helpdesk) as opened:
        opened.sender.runner.files.drafts = kitchen.draft
        yield opened


@pytest.fixture
def anna(bot: Service) -> Customer:
    """A customer."""
    return bot.telegram.customer("Anna")


def message(kind: FileKind = "photo", recipe: str = "imap", content: str = "") -> Message:
    """A message with a file."""
    name = "dialog.png" if kind == "photo" else "mail.xml"
    rows = ((Button("Back", data="1"),),)
    return Message("keep", bold("The dialog"), rows, File(kind, name, recipe, content))


async def queue(bot: Service, customer: Customer, *messages: Message) -> None:
    """Put messages into the outbox."""

    def write(transaction: Transaction) -> None:
        number = len(bot.telegram.history) + 1
        update = Update(number, customer.id, {})
        transaction.take(update)
        transaction.queue(update, customer.id, list(map(outbound.send, messages)))

    await bot.writer.run(write)


async def send(bot: Service, customer: Customer, *messages: Message) -> None:
    """Send messages to a customer."""
    await queue(bot, customer, *messages)
    await bot.sender.drain()


def uploads(customer: Customer) -> list[tuple[str, str, bytes]]:
    """Kind, name and content of the files in a chat."""
    files = [m.file for m in customer.seen if m.file]
    return [(file.kind, file.name, file.content) for file in files]


async def test_a_picture_has_caption_and_buttons(bot: Service, anna: Customer) -> None:
    """A picture is sent with its text as caption and with its buttons."""
    await send(bot, anna, message())
    (seen,) = anna.seen
    assert seen.text == "The dialog"
    assert [entity["type"] for entity in seen.entities] == ["bold"]
    assert [[button.label for button in row] for row in seen.rows] == [["Back"]]
    assert uploads(anna) == [("photo", "dialog.png", b"imap 1")]


async def test_a_document_of_the_customers_own(
    bot: Service, anna: Customer, kitchen: Kitchen
) -> None:
    """A document without a recipe holds the content of the message, and is uploaded each time."""
    export = message("document", "", '{"a": "ä"}')
    await send(bot, anna, export, export)
    assert uploads(anna) == [("document", "mail.xml", '{"a": "ä"}'.encode())] * 2
    assert kitchen.made == []
    assert len(bot.telegram.files.known) == 2


async def test_what_was_uploaded_is_sent_by_its_id(
    bot: Service, anna: Customer, kitchen: Kitchen
) -> None:
    """The same recipe is made and uploaded once, for all customers; another one is another file."""
    piet = bot.telegram.customer("Piet")
    await send(bot, anna, message(), message(recipe="pop"))
    await send(bot, piet, message())
    assert kitchen.made == ["imap", "pop"]
    assert len(bot.telegram.files.known) == 2
    assert uploads(piet) == uploads(anna)[:1]


async def test_another_version_is_uploaded_anew(
    bot: Service, anna: Customer, kitchen: Kitchen
) -> None:
    """When what makes it has changed, the old file is not used again."""
    await send(bot, anna, message())
    kitchen.version = "2"
    await send(bot, anna, message())
    assert [content for _, _, content in uploads(anna)] == [b"imap 1", b"imap 2"]


@pytest.mark.parametrize(
    "words",
    [
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
        "Bad Request: FILE_REFERENCE_EXPIRED",
    ],
)
async def test_an_id_that_telegram_refuses_is_forgotten(
    bot: Service, anna: Customer, kitchen: Kitchen, words: str
) -> None:
    """A file whose id Telegram no longer takes is uploaded anew, and the customer sees one."""
    await send(bot, anna, message())
    bot.telegram.fail("sendPhoto", Fault.refused(400, words))
    await send(bot, anna, message())
    assert kitchen.made == ["imap", "imap"]
    assert len(uploads(anna)) == 2
    assert bot.clock.waits == []


async def test_files_are_made_in_a_thread(bot: Service, anna: Customer, kitchen: Kitchen) -> None:
    """The making of a file holds up nobody: it runs beside the loop."""
    await send(bot, anna, message())
    assert threading.get_ident() not in kitchen.threads


async def test_a_file_that_cannot_be_made_leaves_its_caption(
    bot: Service, anna: Customer, kitchen: Kitchen
) -> None:
    """Where the making fails, the customer gets the text and the buttons."""
    kitchen.broken = True
    await send(bot, anna, message())
    (seen,) = anna.seen
    assert (seen.text, seen.file) == ("The dialog", None)
    assert [[button.label for button in row] for row in seen.rows] == [["Back"]]


async def test_an_unknown_recipe_leaves_its_caption(bot: Service, anna: Customer) -> None:
    """A recipe of a version that is gone is no reason to say nothing."""
    bot.sender.runner.files.drafts = bot.turns.helpdesk.draft
    await send(bot, anna, message(recipe="no such recipe"))
    assert [(seen.text, seen.file) for seen in anna.seen] == [("The dialog", None)]


async def test_a_refused_picture_leaves_its_caption(bot: Service, anna: Customer) -> None:
    """A picture that Telegram does not take becomes the text that says the same."""
    bot.telegram.fail("sendPhoto", Fault.refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    await send(bot, anna, message())
    assert [(seen.text, seen.file) for seen in anna.seen] == [("The dialog", None)]


@pytest.mark.parametrize("kind", ["photo", "document"])
@pytest.mark.parametrize("taken", [True, False])
async def test_a_lost_answer_doubles_no_file(
    bot: Service, anna: Customer, kind: FileKind, taken: bool
) -> None:
    """When no answer comes to a file, it is looked for by its caption, and sent once."""
    method = "sendPhoto" if kind == "photo" else "sendDocument"
    bot.telegram.fail(method, Fault.time_out(taken=taken))
    await send(bot, anna, message(kind))
    assert len(uploads(anna)) == len(anna.seen) == 1


@pytest.mark.parametrize("taken", [True, False])
async def test_a_crash_doubles_no_file(helpdesk: Helpdesk, kitchen: Kitchen, taken: bool) -> None:
    """A picture that a process sent before it died is not sent again by the next one."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        await queue(bot, anna, message())
        bot.sender.runner.files.drafts = kitchen.draft
        with bot.dying("sendPhoto", taken=taken):
            await bot.sender.drain()
    async with service(helpdesk, store, bot.telegram) as again:
        again.sender.runner.files.drafts = kitchen.draft
        await again.sender.drain()
    assert len(uploads(anna)) == len(anna.seen) == 1


async def test_a_restart_uploads_nothing_again(helpdesk: Helpdesk, kitchen: Kitchen) -> None:
    """The ids of files outlive the process."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        bot.sender.runner.files.drafts = kitchen.draft
        await send(bot, anna, message())
    async with service(helpdesk, store, bot.telegram) as again:
        again.sender.runner.files.drafts = kitchen.draft
        await send(again, anna, message())
    assert kitchen.made == ["imap"]
    assert len(uploads(anna)) == 2


async def test_a_store_that_fails_costs_an_upload_and_no_more(
    bot: Service, anna: Customer, kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store does not answer about files, they are sent all the same, each once."""

    def fail(*_: object) -> None:
        raise DatabaseFailed(reason="full")

    for name in ("file", "keep_file", "forget_file"):
        monkeypatch.setattr(MemoryStore, name, fail)
    await send(bot, anna, message(), message())
    assert kitchen.made == ["imap", "imap"]
    assert len(uploads(anna)) == 2
