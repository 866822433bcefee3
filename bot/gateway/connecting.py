"""The beginning of a service: is this a bot, how do updates come, and what the operator reads."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from urllib.request import getproxies

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from bot.config import Config
from bot.errors import ApiUnreachable, ProxyNotUsed, TokenRefused, WebhookMissing, WebhookRefused
from bot.gateway.inbound import ALLOWED
from bot.gateway.request import call
from bot.helpdesk import Helpdesk
from bot.store.opening import shown


def unreachable(url: str, reason: Exception) -> ApiUnreachable | ProxyNotUsed:
    """What the operator is told when the Bot API does not answer.

    Args:
        url: its address.
        reason: why not.
    """
    proxied = getproxies().keys() & {urlsplit(url).scheme, "all"}
    return (ProxyNotUsed if proxied else ApiUnreachable)(url=url, reason=reason)


async def connect(bot: Bot, url: str) -> None:
    """See whether the token is one, and who the bot is.

    Raises:
        TokenRefused: it is none.
        ConfigError: nobody answers.
    """
    try:
        await bot.initialize()
    except InvalidToken:
        raise TokenRefused from None
    except (NetworkError, TelegramError) as error:
        raise unreachable(url, error) from None


async def fetch_updates(bot: Bot, url: str) -> None:
    """Have updates kept for polling: no webhook.

    Raises:
        ConfigError: Telegram did not do it.
    """
    try:
        await call(bot, "deleteWebhook", {"drop_pending_updates": False})
    except TelegramError as error:
        raise unreachable(url, error) from None


async def post_updates(bot: Bot, config: Config, secret: str, at_once: int) -> None:
    """Have updates posted to the webhook.

    Args:
        bot: the bot.
        config: the operator's settings.
        secret: what Telegram is to send along.
        at_once: updates that it may post at the same time.

    Raises:
        WebhookMissing: no address is configured.
        WebhookRefused: Telegram does not take it.
        ConfigError: nobody answers.
    """
    if config.webhook_url is None:
        raise WebhookMissing
    wanted = {
        "url": config.webhook_url,
        "secret_token": secret,
        "allowed_updates": ALLOWED,
        "max_connections": at_once,
    }
    try:
        await call(bot, "setWebhook", wanted)
    except BadRequest as error:
        raise WebhookRefused(url=config.webhook_url, reason=error) from None
    except TelegramError as error:
        raise unreachable(config.api_url, error) from None


def hello(bot: Bot, config: Config, helpdesk: Helpdesk) -> Sequence[str]:
    """What the operator reads at the start: a line each."""
    lines = [
        f"Postbode serves @{bot.username} ({config.api_url}) in: {', '.join(helpdesk.languages)}.",
        f"Database: {shown(config.database_address())}",
    ]
    if not config.operator.helpdesk and not config.operator.tickets:
        lines.append(
            "POSTBODE_HELPDESK is not set: who asks for a person is told to contact the helpdesk "
            "in the usual way."
        )
    if config.paid and not (config.operator.paid_link or config.operator.tickets):
        lines.append(
            "POSTBODE_PAID_LINK is not set: who asks for the paid service is sent to the helpdesk."
        )
    if config.desk_chat is not None and not config.agent_names:
        lines.append("POSTBODE_AGENTS is not set: nobody can work on requests in the desk.")
    if config.operator.tickets and config.desk_chat is None:
        lines.append("Requests are taken without a desk: somebody has to read `postbode tickets`.")
    return lines
