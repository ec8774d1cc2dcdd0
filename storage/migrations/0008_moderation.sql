-- Moderation for both sides: who did what, what the sites are still to be told, what waits for a moderator.

-- Rows are only ever added. side: who acted: discord (user_id, name), site, rule (name is the rule's).
-- person: whom it is about, by name; person_id by Discord id. guild: whose moderators acted, 0 for nobody's.
CREATE TABLE ledger (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    act TEXT NOT NULL,
    side TEXT NOT NULL,
    user_id BIGINT,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    article_id BIGINT,
    comment_id BIGINT,
    message BIGINT,
    person TEXT NOT NULL,
    person_id BIGINT,
    guild BIGINT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX ledger_by_article ON ledger (article_id, id);
CREATE INDEX ledger_by_comment ON ledger (comment_id, id) WHERE comment_id IS NOT NULL;
CREATE INDEX ledger_by_message ON ledger (message, id) WHERE message IS NOT NULL;
CREATE INDEX ledger_by_person ON ledger (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX ledger_by_name ON ledger (source, person, id);
CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;
CREATE TRIGGER ledger_is_not_cut BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

-- What a site is to make of a comment, or with an empty guid of the whole thread. Owed while wanted differs
-- from written. state: open; refused (the site said no); alone (the site cannot be told).
CREATE TABLE verdicts (
    article_id BIGINT NOT NULL,
    guid TEXT NOT NULL,
    wanted TEXT NOT NULL,
    written TEXT,
    state TEXT NOT NULL,
    guild BIGINT NOT NULL DEFAULT 0,
    user_id BIGINT NOT NULL DEFAULT 0,
    done BIGINT,
    reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, guid)
);
CREATE INDEX verdicts_owed ON verdicts (due) WHERE state = 'open' AND wanted <> COALESCE(written, '');

-- Comments that the site shows, or showed, and Discord does not: held, deleted, rule, muted.
CREATE TABLE withheld (
    comment_id BIGINT PRIMARY KEY,
    why TEXT NOT NULL
);

-- What waits for a moderator: one row, and one message, for each comment or Discord message.
CREATE TABLE reviews (
    id BIGINT PRIMARY KEY,
    article_id BIGINT NOT NULL,
    comment_id BIGINT UNIQUE,
    message BIGINT UNIQUE,
    place BIGINT NOT NULL,
    rule TEXT NOT NULL,
    detail TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    opened BIGINT NOT NULL,
    decision TEXT NOT NULL DEFAULT '',
    decided BIGINT,
    user_id BIGINT,
    name TEXT NOT NULL DEFAULT ''
);

-- Who is not mirrored: an author of a source, or a member of a server (source is empty then).
CREATE TABLE mutes (
    id BIGINT PRIMARY KEY,
    source TEXT NOT NULL,
    person TEXT NOT NULL,
    guild BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    user_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (source, person, guild, person_id)
);

CREATE INDEX comments_by_author ON comments (author, published);
CREATE INDEX comments_by_url ON comments (url);
CREATE INDEX writings_by_user ON writings (user_id, message_id);
