"""A bot that only asks what a test tells it to."""

from typing import Any

from tests.telegram.core import Json, Telegram
from tests.telegram.methods import call


class Asking:
    """Calls methods in the process, as any bot would.

    Attributes:
        telegram: where it asks.
    """

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def ask(self, method: str, **params: Any) -> Any:  # noqa: ANN401 - JSON
        """The result of a call that Telegram carries out."""
        status, answer = call(self.telegram, self.telegram.token, method, params)
        assert status == 200, answer["description"]
        return answer["result"]

    def refusal(self, method: str, **params: Any) -> str:  # noqa: ANN401 - JSON
        """Telegram's words about a call that it refuses."""
        return str(self.refused(method, **params)["description"])

    def refused(self, method: str, **params: Any) -> Json:  # noqa: ANN401 - JSON
        """Telegram's answer to a call that it refuses."""
        status, answer = call(self.telegram, self.telegram.token, method, params)
        assert status == answer.get("error_code")
        return answer
