"""A message was sent and the answer was lost: has it arrived?

Telegram has no idempotency key. But the ids of a bot's private chats rise together, and editing a
message to what it already is answers "not modified". So the next ids in the chat are edited to the
same content: the one that takes the edit is the message. Nothing else of the bot's can stand there,
since a chat is served in order. A picture or a document is found by its caption and its buttons.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.gateway.outbound import make
from bot.gateway.request import seconds_to_wait
from bot.store.protocol import Json

WINDOW: Final = 50
"""Ids that are tried; messages of other chats take some of them."""
PAUSE: Final = 5.0
"""Seconds between tries while the network is away, or the token is refused."""

Sleep = Callable[[float], Awaitable[None]]


async def find(bot: Bot, chat: int, call: Json, after: int, sleep: Sleep) -> int | None:
    """The id under which a message has arrived; None when it has not.

    Args:
        bot: the bot.
        chat: the chat it was for.
        call: the call that sent it.
        after: the highest message id that was known before.
        sleep: waits.
    """
    do = "edit" if call["do"] == "send" else "caption"
    for number in range(after + 1, after + 1 + WINDOW):
        edit = {"do": do, "message": number, "content": call["content"]}
        if await _takes(bot, chat, edit, sleep):
            return number
    return None


async def _takes(bot: Bot, chat: int, edit: Json, sleep: Sleep) -> bool:
    while True:
        try:
            await make(bot, chat, edit)
        except RetryAfter as error:
            await sleep(seconds_to_wait(error))
        except BadRequest as error:
            return "not modified" in str(error).casefold()
        except (NetworkError, InvalidToken):
            await sleep(PAUSE)
        except TelegramError:  # the chat is gone; sending will tell how
            return False
        else:
            return True
