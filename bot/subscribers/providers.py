"""Which source and which webhook each publisher of the settings has."""

from __future__ import annotations

from collections.abc import Iterable

from bot.config_publishers import PublisherSettings
from bot.http import Fetcher
from bot.subscribers.door import Guarded
from bot.subscribers.hook import STANDARD, Hook
from bot.subscribers.provider import Provider, ProviderSource
from bot.subscribers.source import Source
from bot.subscribers.source_ghost import GHOST, Ghost
from bot.subscribers.source_list import ListSource
from bot.subscribers.source_sql import SqlView
from bot.subscribers.source_woocommerce import WOOCOMMERCE, WooCommerce
from bot.subscribers.source_wordpress import WordPress
from bot.workers import Workers


def sources(publishers: Iterable[PublisherSettings], fetch: Fetcher, workers: Workers) -> dict[str, Source]:
    """A source for each publisher, by name."""
    return {publisher.name: _source(publisher, fetch, workers) for publisher in publishers}


def guarded(publishers: Iterable[PublisherSettings]) -> list[Guarded]:
    """The webhooks of the publishers that have a secret for them."""
    return [
        Guarded(
            publisher.name,
            _hook(publisher),
            tuple(secret.get_secret_value() for secret in publisher.webhook_secrets),
        )
        for publisher in publishers
        if publisher.webhook_secrets
    ]


def _hook(publisher: PublisherSettings) -> Hook:
    """How what comes is signed: some have a way of their own, all others follow Standard Webhooks."""
    match publisher.kind:
        case "stripe":
            # Its library takes a tenth of a start: nobody else should wait for it.
            from bot.subscribers.source_stripe import STRIPE  # noqa: PLC0415

            return STRIPE
        case "ghost":
            return GHOST
        case "woocommerce":
            return WOOCOMMERCE
        case _:
            return STANDARD


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
            from bot.subscribers.source_stripe import Stripe  # noqa: PLC0415 - the same

            return Stripe(publisher, fetch, workers)
        case "ghost":
            return Ghost(publisher, fetch)
        case "woocommerce":
            return WooCommerce(publisher, fetch)
        case _:
            return None
