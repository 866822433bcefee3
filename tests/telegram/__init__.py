"""The offline Telegram: chats, people and the Bot API, in one process and on loopback.

telegram = Telegram()
anna = telegram.customer("Anna", language="nl")
anna.send("/start")
...                         # the bot fetches the update and answers
anna.press("IMAP (aanbevolen)")
anna.messages[-1].text
"""

from tests.telegram.chats import Button, Customer, Deed, Message
from tests.telegram.core import TOKEN, Telegram
from tests.telegram.doors import InProcess, serve
from tests.telegram.faults import Fault

__all__ = [
    "TOKEN",
    "Button",
    "Customer",
    "Deed",
    "Fault",
    "InProcess",
    "Message",
    "Telegram",
    "serve",
]
