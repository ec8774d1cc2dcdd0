"""Which comments the bot's answers quote on Discord."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database import Transaction, new_id

_ADD = """
INSERT INTO citations (comment_id, message_id, channel_id) VALUES (:comment_id, :message_id, :channel_id)
ON CONFLICT DO NOTHING
"""

_OF_COMMENT = """
SELECT message_id, channel_id FROM citations WHERE comment_id = :comment_id
"""

# The message is there already: it shows what it quotes, and is to show that no more.
_WITHDRAW = """
INSERT INTO deliveries (id, kind, guild, place, subject, lane, rank, wanted, shown, discord_id)
VALUES (:id, 'citation', 0, :channel, :message, :message, 0, 'withdrawn', 'cited', :message)
ON CONFLICT (kind, subject, place) DO NOTHING
"""


async def add(tx: Transaction, channel_id: int, message_id: int, comments: Iterable[int]) -> None:
    """A message of ours quotes these comments."""
    for comment_id in comments:
        await tx.run(_ADD, comment_id=comment_id, message_id=message_id, channel_id=channel_id)


async def withdraw(tx: Transaction, comment_id: int) -> None:
    """The messages that quote a comment are to do so no more."""
    for message, channel in await tx.all(_OF_COMMENT, comment_id=comment_id):
        await tx.run(_WITHDRAW, id=new_id(), channel=channel, message=message)
