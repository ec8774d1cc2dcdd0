"""How the bot is doing, for `/status`: sources, what is owed, what is held up."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services import Services
from storage import deliveries
from storage.records import Delivery, SourceState
from storage.records_subscribers import PublisherState

_TROUBLES = 8


@dataclass(frozen=True, slots=True)
class Status:
    """The whole at a glance, sources and publishers in their order, `owed` by kind."""

    sources: tuple[SourceState, ...]
    publishers: tuple[PublisherState, ...]
    owed: dict[str, int]
    troubled: tuple[Delivery, ...]


async def look(services: Services, guild: int) -> Status:
    """How things are now, with the sources that a server sees."""
    database = services.database
    return Status(
        sources=tuple(listed.state for listed in await services.directory.listed(guild)),
        publishers=await services.subscribers.states(),
        owed=await deliveries.counts(database),
        troubled=tuple(await deliveries.troubled(database, _TROUBLES)),
    )
