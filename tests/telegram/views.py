"""People, chats and messages as a bot sees them."""

from typing import TYPE_CHECKING, Any

from tests.telegram import entities
from tests.telegram.chats import Chat, Customer
from tests.telegram.messages import Message

if TYPE_CHECKING:
    from tests.telegram.core import Telegram

Json = dict[str, Any]


def user(customer: Customer) -> Json:
    """A person."""
    return {
        "id": customer.id,
        "is_bot": False,
        "first_name": customer.name,
        "language_code": customer.language,
    }


def bot(telegram: "Telegram") -> Json:
    """The bot itself."""
    return {
        "id": telegram.bot_id,
        "is_bot": True,
        "first_name": telegram.profile.names.get("", "Postbode"),
        "username": telegram.username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": telegram.inline_mode,
    }


def message(telegram: "Telegram", chat: Chat, shown_one: Message) -> Json:
    """A message: a text, or a file with its caption."""
    author = shown_one.author or (chat if isinstance(chat, Customer) else None)
    shown: Json = {
        "message_id": shown_one.id,
        "date": int(shown_one.sent_at),
        "chat": chat.for_bot(),
        "from": bot(telegram) if shown_one.by_bot or author is None else user(author),
    }
    shown |= _content(shown_one) | _place(telegram, chat, shown_one)
    if shown_one.rows:
        rows = [[button.for_bot() for button in row] for row in shown_one.rows]
        shown["reply_markup"] = {"inline_keyboard": rows}
    return shown


def member(telegram: "Telegram", chat: Chat, person: Customer, before: str, after: str) -> Json:
    """A my_chat_member update: what the bot was and is."""
    return {
        "chat": chat.for_bot(),
        "from": user(person),
        "date": int(telegram.clock()),
        "old_chat_member": status(telegram, before),
        "new_chat_member": status(telegram, after),
    }


def status(telegram: "Telegram", role: str) -> Json:
    """What the bot is in a chat."""
    shown: Json = {"status": role, "user": bot(telegram)}
    if role == "kicked":
        return shown | {"until_date": 0}
    if role == "administrator":
        rights = dict.fromkeys(_RIGHTS, True)
        return shown | rights | {"can_be_edited": False, "is_anonymous": False}
    return shown


_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_manage_topics",
)


def _content(shown_one: Message) -> Json:
    marks = shown_one.entities if shown_one.by_bot else entities.found(shown_one.text)
    if shown_one.file is not None:
        content: Json = {shown_one.file.kind: shown_one.file.for_bot()}
        if shown_one.text:
            content |= {"caption": shown_one.text}
        return content | ({"caption_entities": marks} if marks else {})
    content = {"text": shown_one.text} if shown_one.text else {}
    return content | ({"entities": marks} if marks else {})


def _place(telegram: "Telegram", chat: Chat, shown_one: Message) -> Json:
    """The topic, and the message that is answered."""
    place: Json = {}
    if shown_one.topic:
        place |= {"message_thread_id": shown_one.topic, "is_topic_message": True}
    answered = chat.message(shown_one.reply_to)
    if answered is not None:
        place["reply_to_message"] = message(telegram, chat, answered)
    return place
