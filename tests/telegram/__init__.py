"""The offline Telegram: chats, people and the Bot API, in one process and on loopback.

telegram = Telegram()
anna = telegram.customer("Anna", language="nl")
anna.send("/start")
...                         # the bot fetches the update and answers
anna.press("IMAP (aanbevolen)")
anna.messages[-1].text
"""

from tests.telegram.chats import Chat, Customer
from tests.telegram.core import TOKEN, Telegram
from tests.telegram.doors import InProcess
from tests.telegram.faults import Fault
from tests.telegram.files import File, Upload
from tests.telegram.groups import Group, Topic
from tests.telegram.loopback import serve
from tests.telegram.messages import Button, Deed, Message
from tests.telegram.methods import call
from tests.telegram.webhook import Webhook

__all__ = [
    "TOKEN",
    "Button",
    "Chat",
    "Customer",
    "Deed",
    "Fault",
    "File",
    "Group",
    "InProcess",
    "Message",
    "Telegram",
    "Topic",
    "Upload",
    "Webhook",
    "call",
    "serve",
]
