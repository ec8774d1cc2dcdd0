-- What readers wrote in mirrored threads, for the site. wanted and written are digests of the text; written '?'
-- means that nobody knows yet. state: open; refused (the site or its rules said no; the message stays).
CREATE TABLE writings (
    message_id BIGINT PRIMARY KEY,
    channel BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    article_id BIGINT NOT NULL REFERENCES articles (id),
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    answers BIGINT,
    said TEXT NOT NULL,
    wanted TEXT,
    written TEXT,
    guid TEXT NOT NULL DEFAULT '',
    key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open',
    reason TEXT NOT NULL DEFAULT '',
    sent BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX writings_owed ON writings (due)
WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(written, '');
CREATE INDEX writings_by_comment ON writings (article_id, guid);
CREATE INDEX deliveries_by_message ON deliveries (discord_id) WHERE discord_id IS NOT NULL;
