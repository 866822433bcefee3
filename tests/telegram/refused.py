"""Refusals, in Telegram's words."""

from typing import Any, Final, NoReturn


class Refused(Exception):
    """Telegram refuses a call.

    Attributes:
        status: the HTTP status.
        description: Telegram's words.
        parameters: what it adds for a program, such as migrate_to_chat_id.
    """

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters

    def body(self) -> dict[str, Any]:
        """The answer, as the Bot API words it."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def refuse(words: str, status: int = 400, **parameters: int) -> NoReturn:
    """Refuse a call as Telegram does: a first letter is low, unless a code in capitals begins.

    Raises:
        Refused: always.
    """
    code = len(words) > 1 and (words[1] == "_" or words[1].isupper())
    said = words if code else words[0].lower() + words[1:]
    raise Refused(status, f"{_PREFIX[status]}: {said}", **parameters)


_PREFIX: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
}
UNCHANGED: Final = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"
TWO_POLLS: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
SET_WEBHOOK: Final = "terminated by setWebhook request"
HAS_WEBHOOK: Final = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
