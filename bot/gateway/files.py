"""Messages that carry a file: made when it is sent, uploaded once, known by its id from then on."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Final, TypeVar

import structlog
from telegram import Bot
from telegram.error import BadRequest

from bot.errors import StoreError
from bot.gateway.outbound import caption
from bot.gateway.request import Upload
from bot.gateway.request import call as post
from bot.render.file import Draft, Drafts, File
from bot.render.recipe import own
from bot.store import Transaction
from bot.store.protocol import Json
from bot.store.writer import Writer

_METHOD: Final = {"photo": "sendPhoto", "document": "sendDocument"}
KINDS: Final = tuple(_METHOD)
"""The calls that send a file."""
_UNMADE: Final = "the file can't be made"
"""A fault of our own, told as Telegram tells one: the sender then sends the caption alone."""

Result = TypeVar("Result")

log = structlog.get_logger()


@dataclass
class Files:
    """Sends what carries a file.

    Attributes:
        bot: the bot that sends.
        drafts: what a recipe makes.
        writer: the store, which knows what was uploaded.
    """

    bot: Bot
    drafts: Drafts
    writer: Writer

    async def send(self, chat: int, call: Json) -> int:
        """Send a picture or a document; returns the id of the message.

        Raises:
            TelegramError: what Telegram answered; BadRequest also when the file can't be made.
        """
        file = File(**call["file"])
        if file.recipe:
            sent = await self._by_recipe(chat, call, file)
        else:
            sent = await self._upload(chat, call, file, await asyncio.to_thread(own, file))
        return int(sent["message_id"])

    async def _by_recipe(self, chat: int, call: Json, file: File) -> Json:
        draft = await self._draft(file)
        sent = await self._known(chat, call, file, draft)
        if sent is None:
            sent = await self._upload(chat, call, file, await self._made(file, draft))
            known = file.recipe, draft.version, _id(sent)
            await self._stored(lambda transaction: transaction.keep_file(*known))
        return sent

    async def _known(self, chat: int, call: Json, file: File, draft: Draft) -> Json | None:
        """Send what was uploaded before; None when there is nothing that Telegram still takes."""
        known = await self._stored(lambda tx: tx.file(file.recipe, draft.version))
        if known is None:
            return None
        try:
            return await self._post(chat, call, {file.kind: known})
        except BadRequest as error:
            if "file" not in str(error).casefold():
                raise
            log.warning("telegram no longer knows a file", recipe=file.recipe, reason=str(error))
            await self._stored(lambda transaction: transaction.forget_file(file.recipe))
            return None

    async def _stored(self, job: Callable[[Transaction], Result]) -> Result | None:
        """What the store says; None when it fails: a file that is sent is not worth less for it."""
        try:
            return await self.writer.run(job)
        except StoreError as error:
            log.warning("the store does not know about files just now", reason=str(error))
            return None

    async def _upload(self, chat: int, call: Json, file: File, content: bytes) -> Json:
        kind = guess_type(file.name)[0] or "application/octet-stream"
        return await self._post(chat, call, {}, {file.kind: (file.name, content, kind)})

    async def _post(
        self, chat: int, call: Json, known: Json, files: Mapping[str, Upload] | None = None
    ) -> Json:
        parameters = {"chat_id": chat} | known | caption(call["content"])
        sent: Json = await post(self.bot, _METHOD[call["do"]], parameters, files)
        return sent

    async def _draft(self, file: File) -> Draft:
        try:
            return await asyncio.to_thread(self.drafts, file.recipe)
        except Exception as error:
            log.exception("a file can't be made", recipe=file.recipe)
            raise BadRequest(_UNMADE) from error

    async def _made(self, file: File, draft: Draft) -> bytes:
        try:
            return await asyncio.to_thread(draft.make)
        except Exception as error:
            log.exception("a file can't be made", recipe=file.recipe)
            raise BadRequest(_UNMADE) from error


def _id(sent: Json) -> str:
    """What Telegram knows a file by; of a picture, the largest of its sizes."""
    file = sent["document"] if "document" in sent else sent["photo"][-1]
    return str(file["file_id"])
