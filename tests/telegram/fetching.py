"""The methods by which a bot gets updates and files."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from tests.telegram.core import Telegram
from tests.telegram.refused import HAS_WEBHOOK, refuse

Json = dict[str, Any]
MOST_UPDATES: Final = 100
MOST_CONNECTIONS: Final = 40
LONGEST_SECRET: Final = 256
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]+")
_PORTS: Final = {443, 80, 88, 8443}
LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}


def get_me(telegram: Telegram, _params: Json) -> Json:
    """See the Bot API."""
    return telegram.bot_for_bot()


def get_updates(telegram: Telegram, params: Json) -> list[Json]:
    """The pending updates; an offset confirms those before it."""
    if telegram.webhook:
        refuse(HAS_WEBHOOK, 409)
    _allow(telegram, params)
    telegram.confirm(params.get("offset") or 0)
    telegram.expire()
    limit = min(max(params.get("limit") or MOST_UPDATES, 1), MOST_UPDATES)
    return telegram.pending[:limit]


def set_webhook(telegram: Telegram, params: Json) -> bool:
    """Have updates sent to an address; an empty one goes back to getUpdates."""
    if not params["url"]:
        return delete_webhook(telegram, params)
    _check_address(params["url"])
    secret = str(params.get("secret_token") or "")
    if len(secret) > LONGEST_SECRET:
        refuse("secret token is too long")
    if secret and not _SECRET.fullmatch(secret):
        refuse("secret token contains unallowed characters")
    _allow(telegram, params)
    telegram.webhook, telegram.hook = params["url"], {"secret_token": secret}
    telegram.hook["max_connections"] = params.get("max_connections") or MOST_CONNECTIONS
    if params.get("drop_pending_updates"):
        telegram.pending.clear()
    for listener in list(telegram.listeners):
        listener()
    return True


def delete_webhook(telegram: Telegram, params: Json) -> bool:
    """Back to getUpdates."""
    telegram.webhook, telegram.hook = "", {}
    if params.get("drop_pending_updates"):
        telegram.pending.clear()
    return True


def get_webhook_info(telegram: Telegram, _params: Json) -> Json:
    """How the webhook was set, and what went wrong with it."""
    shown: Json = {
        "url": telegram.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.pending),
    }
    names = ("max_connections", "last_error_date", "last_error_message")
    shown |= {name: telegram.hook[name] for name in names if name in telegram.hook}
    return shown | ({"allowed_updates": sorted(telegram.allowed)} if telegram.allowed else {})


def get_file(telegram: Telegram, params: Json) -> Json:
    """Where a file can be fetched."""
    return telegram.files.for_bot(params["file_id"])


def _allow(telegram: Telegram, params: Json) -> None:
    """Remember which updates the bot wants; without a word it wants the same as before."""
    if params.get("allowed_updates") is not None:
        telegram.allowed = set(params["allowed_updates"])


def _check_address(url: str) -> None:
    """Refuse what is no HTTPS address; on loopback plain HTTP will do."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        refuse("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
