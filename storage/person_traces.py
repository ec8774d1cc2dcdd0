"""Which table holds what of a person on Discord, and what becomes of it when they want to be forgotten.

Every table stands here, in `TRACES` or in `NOBODY`: a test goes through the database and fails for one that
does not. Statements take the Discord id as `:user`, and run in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage import audit


class Stays(StrEnum):
    """Why something is not erased with its person."""

    PUBLISHER = "publisher"
    """It is the publisher's, and leads to no Discord account once the link is gone."""
    SAFETY = "safety"
    """It protects others, or the reader's own subscription, until it ends."""
    OWED = "owed"
    """It is to be done first, and is swept then."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one table holds of a person: how it is read, as `fields`, and erased.

    `columns` are those that name or describe the person; `stays` says why something is left.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    read: str
    erase: tuple[str, ...] = ()
    stays: Stays | None = None


def _trace(
    name: str, table: str, columns: str, fields: str, read: str, *erase: str, stays: Stays | None = None
) -> Trace:
    return Trace(name, table, tuple(columns.split()), tuple(fields.split()), read, erase, stays)


# What hangs on the links goes before them.
_SUBSCRIPTIONS = (
    _trace(
        "subscriptions",
        "subscribers",
        "subject",
        "publisher subject tier until reason seen version",
        """SELECT publisher, subject, tier, until, reason, seen, version
        FROM subscribers JOIN links USING (publisher, subject) WHERE user_id = :user""",
        stays=Stays.PUBLISHER,
    ),
    _trace(
        "events",
        "provider_events",
        "subject",
        "publisher subject came done",
        """SELECT publisher, subject, came, done
        FROM provider_events JOIN links USING (publisher, subject) WHERE user_id = :user""",
        stays=Stays.PUBLISHER,
    ),
    _trace(
        "addresses",
        "addresses",
        "subject digest sealed",
        "publisher subject",
        # The account may not be the subscriber's own: it learns that there is an address, not which.
        """SELECT publisher, subject FROM addresses JOIN links USING (publisher, subject)
        WHERE user_id = :user""",
        stays=Stays.PUBLISHER,
    ),
    _trace(
        "mails",
        "mails",
        "user_id address sealed",
        "publisher guild asked state",
        "SELECT publisher, guild, asked, state FROM mails WHERE user_id = :user",
        # Who asks too often could be forgotten, and go on asking.
        "UPDATE mails SET state = 'dropped', sealed = '' WHERE user_id = :user AND state = 'owed'",
        stays=Stays.SAFETY,
    ),
    _trace(
        "codes",
        "link_codes",
        "subject for_user",
        "publisher subject listed expires used",
        """SELECT publisher, subject, listed, expires, used FROM link_codes WHERE for_user = :user
        OR (publisher, subject) IN (SELECT publisher, subject FROM links WHERE user_id = :user)""",
        "DELETE FROM link_codes WHERE for_user = :user",
        """DELETE FROM link_codes WHERE listed = 0
        AND (publisher, subject) IN (SELECT publisher, subject FROM links WHERE user_id = :user)""",
        # A used code stays used while its list shows it, but not when it was.
        """UPDATE link_codes SET used = 0 WHERE used > 0
        AND (publisher, subject) IN (SELECT publisher, subject FROM links WHERE user_id = :user)""",
        stays=Stays.PUBLISHER,
    ),
    _trace(
        "links",
        "links",
        "user_id subject",
        "publisher subject linked language",
        "SELECT publisher, subject, linked, language FROM links WHERE user_id = :user",
        "DELETE FROM links WHERE user_id = :user",
    ),
    _trace(
        "visits",
        "link_visits",
        "user_id name subject",
        "step publisher subject name expires",
        "SELECT step, publisher, subject, name, expires FROM link_visits WHERE user_id = :user",
        "DELETE FROM link_visits WHERE user_id = :user",
    ),
    _trace(
        "tries",
        "link_tries",
        "user_id",
        "tried",
        "SELECT tried FROM link_tries WHERE user_id = :user",
        # Who guesses could forget their guesses, and go on.
        stays=Stays.SAFETY,
    ),
)

_ROLES = (
    _trace(
        "complimentary-roles",
        "comps",
        "user_id",
        "guild role reason granted until ended",
        "SELECT guild, role, reason, granted, until, ended FROM comps WHERE user_id = :user",
        "DELETE FROM comps WHERE user_id = :user",
    ),
    _trace(
        "complimentary-roles-given",
        "comps",
        "owner",
        "guild role reason granted until ended",
        "SELECT guild, role, reason, granted, until, ended FROM comps WHERE owner = :user",
        "UPDATE comps SET owner = 0 WHERE owner = :user",
    ),
    _trace(
        "roles",
        "deliveries",
        "subject",
        "guild role wanted shown state reason",
        """SELECT guild, place, wanted, shown, state, reason FROM deliveries
        WHERE kind = 'role' AND subject = :user""",
        """DELETE FROM deliveries WHERE kind = 'role' AND subject = :user
        AND (state = 'dropped' OR (wanted IS NULL AND shown IS NULL))""",
        stays=Stays.OWED,
    ),
    _trace(
        "words",
        "role_words",
        "user_id",
        "guild publisher text arguments at",
        "SELECT guild, publisher, text, arguments, at FROM role_words WHERE user_id = :user",
        "DELETE FROM role_words WHERE user_id = :user",
    ),
    _trace(
        "words-refused",
        "word_refusals",
        "user_id",
        "at",
        "SELECT at FROM word_refusals WHERE user_id = :user",
        "DELETE FROM word_refusals WHERE user_id = :user",
    ),
    _trace(
        "mappings",
        "role_maps",
        "made_by",
        "publisher tier guild role made",
        "SELECT publisher, tier, guild, role, made FROM role_maps WHERE made_by = :user",
        "UPDATE role_maps SET made_by = 0 WHERE made_by = :user",
    ),
    _trace(
        "audit",
        "audit",
        "user_id actor subject person",
        "number at event guild role publisher cause subject by_you",
        # Not who else it was about, nor which manager did it.
        """SELECT number, at, event, guild, role, publisher, cause,
            CASE WHEN user_id = :user THEN subject END, actor = 'user ' || :user
        FROM audit WHERE user_id = :user OR actor = 'user ' || :user ORDER BY number""",
        audit.ERASE,
    ),
)

_MESSAGES = (
    _trace(
        "alerts",
        "alerts",
        "subject arguments",
        "text arguments at",
        """SELECT text, arguments, at FROM alerts
        WHERE id IN (SELECT subject FROM deliveries WHERE kind = 'alert' AND place = :user)""",
        """DELETE FROM alerts
        WHERE id IN (SELECT subject FROM deliveries WHERE kind = 'alert' AND place = :user)""",
    ),
    _trace(
        "private-messages",
        "deliveries",
        "place",
        "kind state message",
        """SELECT kind, state, discord_id FROM deliveries
        WHERE kind IN ('letter', 'watch', 'word', 'alert') AND place = :user""",
        "DELETE FROM deliveries WHERE kind IN ('letter', 'watch', 'word', 'alert') AND place = :user",
    ),
    _trace(
        "digest",
        "reader_digests",
        "user_id",
        "guild language definition since due",
        "SELECT guild, language, definition, since, due FROM reader_digests WHERE user_id = :user",
        "DELETE FROM reader_digests WHERE user_id = :user",
    ),
    _trace(
        "digests-sent",
        "bulletins",
        "channel",
        "kind since until",
        "SELECT kind, since, until FROM bulletins WHERE channel = :user",
        "DELETE FROM bulletins WHERE channel = :user",
    ),
    _trace(
        "watches",
        "watches",
        "user_id",
        "said product terms language made",
        "SELECT said, product, terms, language, made FROM watches WHERE user_id = :user",
        "DELETE FROM watches WHERE user_id = :user",
    ),
    _trace(
        "watch-notices",
        "watch_notices",
        "user_id",
        "said title",
        """SELECT said, (SELECT title FROM articles WHERE articles.id = article_id) FROM watch_notices
        WHERE user_id = :user""",
        "DELETE FROM watch_notices WHERE user_id = :user",
    ),
    _trace(
        "letters-closed",
        "closed_letters",
        "user_id",
        "since told",
        "SELECT since, told FROM closed_letters WHERE user_id = :user",
        "DELETE FROM closed_letters WHERE user_id = :user",
    ),
    _trace(
        "searches",
        "searches",
        "user_id",
        "query made",
        "SELECT query, made FROM searches WHERE user_id = :user",
        "DELETE FROM searches WHERE user_id = :user",
    ),
)

# What hangs on the messages goes before them.
_TALK = (
    _trace(
        "comments",
        "comments",
        "author avatar",
        "url author at text",
        """SELECT comments.url, comments.author, comments.published, comments.markdown
        FROM comments JOIN writings USING (article_id, guid) WHERE user_id = :user AND guid <> ''""",
        stays=Stays.PUBLISHER,
    ),
    _trace(
        "reviews",
        "reviews",
        "author text",
        "message rule detail author text opened decision decided",
        """SELECT message, rule, detail, author, text, opened, decision, decided FROM reviews
        WHERE message IN (SELECT message_id FROM writings WHERE user_id = :user)""",
        """UPDATE reviews SET author = '', text = '', detail = ''
        WHERE message IN (SELECT message_id FROM writings WHERE user_id = :user)""",
    ),
    _trace(
        "messages",
        "writings",
        "user_id name subject said tried",
        "message channel guild name subject spoken state reason sent",
        """SELECT message_id, channel, guild, name, subject, said, state, reason, sent FROM writings
        WHERE user_id = :user""",
        # What never went to its site is not to go there any more.
        "UPDATE writings SET wanted = NULL, reason = '' WHERE user_id = :user AND written IS NULL",
        "UPDATE writings SET user_id = 0 WHERE user_id = :user",
        stays=Stays.OWED,
    ),
    _trace(
        "mutes",
        "mutes",
        "person person_id name",
        "guild since until reason",
        "SELECT guild, since, until, reason FROM mutes WHERE person_id = :user",
        "UPDATE mutes SET name = '' WHERE person_id = :user",
        stays=Stays.SAFETY,
    ),
    _trace(
        "moderated",
        "ledger",
        "person person_id",
        "at act side message reason",
        # Not which moderator it was.
        "SELECT at, act, side, message, reason FROM ledger WHERE person_id = :user ORDER BY id",
        "UPDATE ledger SET person = '', person_id = NULL, reason = '' WHERE person_id = :user",
    ),
)

_DUTIES = (
    _trace(
        "moderating",
        "ledger",
        "user_id name",
        "at act person message reason",
        "SELECT at, act, person, message, reason FROM ledger WHERE user_id = :user ORDER BY id",
        "UPDATE ledger SET user_id = NULL, name = '' WHERE user_id = :user",
    ),
    _trace(
        "mutes-made",
        "mutes",
        "user_id",
        "name since until reason",
        "SELECT name, since, until, reason FROM mutes WHERE user_id = :user",
        "UPDATE mutes SET user_id = 0 WHERE user_id = :user",
    ),
    _trace(
        "reviews-decided",
        "reviews",
        "user_id name",
        "message decision decided",
        "SELECT message, decision, decided FROM reviews WHERE user_id = :user",
        "UPDATE reviews SET user_id = NULL, name = '' WHERE user_id = :user",
    ),
    _trace(
        "rulings",
        "verdicts",
        "user_id",
        "guid wanted state",
        "SELECT guid, wanted, state FROM verdicts WHERE user_id = :user",
        "UPDATE verdicts SET user_id = 0 WHERE user_id = :user",
    ),
    _trace(
        "answers-corrected",
        "comments",
        "relinked_by",
        "url",
        "SELECT url FROM comments WHERE relinked_by = :user",
        # Not NULL: what a person said goes before what the site says.
        "UPDATE comments SET relinked_by = 0 WHERE relinked_by = :user",
    ),
    _trace(
        "routes",
        "routes",
        "made_by",
        "guild channel made",
        "SELECT guild, channel, made FROM routes WHERE made_by = :user",
        "UPDATE routes SET made_by = 0 WHERE made_by = :user",
    ),
    _trace(
        "sources",
        "source_servers",
        "added_by",
        "name guild at",
        "SELECT name, guild, added FROM source_servers WHERE added_by = :user",
        "UPDATE source_servers SET added_by = 0 WHERE added_by = :user",
    ),
    _trace(
        "product-corrections",
        "product_corrections",
        "made_by",
        "said name made",
        "SELECT said, name, made FROM product_corrections WHERE made_by = :user",
        "UPDATE product_corrections SET made_by = 0 WHERE made_by = :user",
    ),
)

TRACES = (*_SUBSCRIPTIONS, *_ROLES, *_MESSAGES, *_TALK, *_DUTIES)

NOBODY = frozenset(
    """
    migrations memory sources added_sources source_pauses hub_leases
    articles article_keys story_articles postings corrections
    indexed passages terms words index_state products mentions unread_texts
    withheld withdrawn_quotes citations
    publishers role_starts removals lost_roles link_tokens
    article_words article_words_config article_words_data article_words_docsize article_words_idx
    comment_words comment_words_config comment_words_data comment_words_docsize comment_words_idx
    """.split()
)
"""Tables that name nobody on Discord. `publishers` has the publishers' own lists, packed."""
