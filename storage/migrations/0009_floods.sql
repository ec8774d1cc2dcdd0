-- How many comments a thread shows, and since when: counted before each of a flood.
-- The state 'kept' of a delivery: a comment that stays on the site, its thread has as many as it takes.
CREATE INDEX deliveries_by_lane ON deliveries (lane, kind, discord_id);

-- Quotes of deleted comments in others, by what stands for their letters. within: the only comment that it is
-- hidden in, because nothing there marks it as a quote; 0: wherever it is marked.
CREATE TABLE withdrawn_quotes (
    article_id BIGINT NOT NULL,
    deleted_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    within BIGINT NOT NULL,
    PRIMARY KEY (article_id, deleted_id, key, within)
) WITHOUT ROWID;

-- Which comments an answer of ours quotes.
CREATE TABLE citations (
    comment_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (comment_id, message_id)
) WITHOUT ROWID;
