"""Which source and which webhook each publisher of the settings has."""

from __future__ import annotations

from collections.abc import Iterable

from bot.config_publishers import PublisherSettings
from bot.http import Fetcher
from bot.subscribers.door import Guarded
from bot.subscribers.hook import STANDARD
from bot.subscribers.provider import Provider, ProviderSource
from bot.subscribers.source import Source
from bot.subscribers.source_ghost import GHOST, Ghost
from bot.subscribers.source_list import ListSource
from bot.subscribers.source_sql import SqlView
from bot.subscribers.source_stripe import STRIPE, Stripe
from bot.subscribers.source_woocommerce import WOOCOMMERCE, WooCommerce
from bot.subscribers.source_wordpress import WordPress
from bot.workers import Workers

_HOOKS = {"stripe": STRIPE, "ghost": GHOST, "woocommerce": WOOCOMMERCE}
"""How providers sign that have a way of their own; all others follow Standard Webhooks."""


def sources(publishers: Iterable[PublisherSettings], fetch: Fetcher, workers: Workers) -> dict[str, Source]:
    """A source for each publisher, by name."""
    return {publisher.name: _source(publisher, fetch, workers) for publisher in publishers}


def guarded(publishers: Iterable[PublisherSettings]) -> list[Guarded]:
    """The webhooks of the publishers that have a secret for them."""
    return [
        Guarded(
            publisher.name,
            _HOOKS.get(publisher.kind, STANDARD),
            tuple(secret.get_secret_value() for secret in publisher.webhook_secrets),
        )
        for publisher in publishers
        if publisher.webhook_secrets
    ]


def _source(publisher: PublisherSettings, fetch: Fetcher, workers: Workers) -> Source:
    provider = _provider(publisher, fetch, workers)
    if provider is None:
        return ListSource(publisher, fetch, workers)
    return ProviderSource(publisher, provider, workers)


def _provider(publisher: PublisherSettings, fetch: Fetcher, workers: Workers) -> Provider | None:
    match publisher.kind:
        case "sql":
            return SqlView(publisher)
        case "wordpress":
            return WordPress(publisher, fetch)
        case "stripe":
            return Stripe(publisher, fetch, workers)
        case "ghost":
            return Ghost(publisher, fetch)
        case "woocommerce":
            return WooCommerce(publisher, fetch)
        case _:
            return None
