"""The methods about chats and their topics."""

from typing import Any, Final

from tests.telegram import contents, views
from tests.telegram.chats import Customer
from tests.telegram.core import Telegram
from tests.telegram.groups import Group, Topic
from tests.telegram.messages import Deed
from tests.telegram.refused import refuse

Json = dict[str, Any]
LONGEST_NAME: Final = 128
COLOUR: Final = 7_322_096


def get_chat(telegram: Telegram, params: Json) -> Json:
    """A chat in full."""
    chat = contents.chat(telegram, params)
    reactions: Json = {"max_reaction_count": 11, "accent_color_id": 0}
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    taken = dict.fromkeys((*gifts, "gifts_from_channels"), True)
    return chat.for_bot() | reactions | {"accepted_gift_types": taken}


def get_chat_member(telegram: Telegram, params: Json) -> Json:
    """What somebody is in a chat."""
    chat, number = contents.chat(telegram, params), params["user_id"]
    if number == telegram.bot_id:
        return views.status(telegram, chat.role if isinstance(chat, Group) else "member")
    person = telegram.customers.get(number)
    if person is None or (isinstance(chat, Customer) and chat is not person):
        refuse("invalid user_id specified")
    inside = person is chat or (isinstance(chat, Group) and person in chat.people)
    return {"status": "member" if inside else "left", "user": views.user(person)}


def create_forum_topic(telegram: Telegram, params: Json) -> Json:
    """A new topic of a group."""
    group = _forum(telegram, params, "create a topic")
    topic = group.open_topic(_name(params))
    group.note(Deed("opens the topic", 0, topic.name, topic=topic.id))
    colour = params.get("icon_color") or COLOUR
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": colour}


def edit_forum_topic(telegram: Telegram, params: Json) -> bool:
    """Another name for a topic."""
    topic = _topic(_forum(telegram, params, "edit the topic"), params)
    name = _name(params) if "name" in params else topic.name
    if name == topic.name:
        refuse("TOPIC_NOT_MODIFIED")
    topic.name = name
    return True


def close_forum_topic(telegram: Telegram, params: Json) -> bool:
    """Let only administrators write in a topic."""
    return _close(telegram, params, closed=True)


def reopen_forum_topic(telegram: Telegram, params: Json) -> bool:
    """Let everybody write in a topic again."""
    return _close(telegram, params, closed=False)


def leave_chat(telegram: Telegram, params: Json) -> bool:
    """Leave a group."""
    chat = contents.chat(telegram, params)
    if not isinstance(chat, Group):
        refuse("chat member status can't be changed in private chats")
    chat.role = "left"
    return True


def _close(telegram: Telegram, params: Json, *, closed: bool) -> bool:
    group = _forum(telegram, params, "close or open the topic")
    topic = _topic(group, params)
    if topic.closed is closed:
        refuse("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    what = "closes the topic" if closed else "opens the topic again"
    group.note(Deed(what, 0, topic.name, topic=topic.id))
    return True


def _forum(telegram: Telegram, params: Json, deed: str) -> Group:
    chat = contents.chat(telegram, params)
    if not isinstance(chat, Group) or not chat.forum:
        refuse("the chat is not a forum")
    if chat.role != "administrator":
        refuse(f"not enough rights to {deed}")
    return chat


def _topic(group: Group, params: Json) -> Topic:
    topic = group.topics.get(params["message_thread_id"])
    if topic is None:
        refuse("TOPIC_ID_INVALID")
    return topic


def _name(params: Json) -> str:
    name = str(params.get("name") or "").strip()
    if not name:
        refuse("TOPIC_TITLE_EMPTY")
    return name[:LONGEST_NAME]
