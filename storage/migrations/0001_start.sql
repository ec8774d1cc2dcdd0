-- Times are epoch milliseconds, JSON is TEXT, ids are made by the program.

CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    first_read INTEGER,
    last_read INTEGER,
    due INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    validators TEXT NOT NULL DEFAULT '[]'
);

CREATE TABLE articles (
    id BIGINT PRIMARY KEY,
    source TEXT NOT NULL,
    guid TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    author TEXT NOT NULL,
    published BIGINT,
    updated BIGINT,
    language TEXT NOT NULL,
    categories TEXT NOT NULL,
    summary TEXT NOT NULL,
    text TEXT NOT NULL,
    image TEXT NOT NULL,
    reading_minutes INTEGER,
    subscribers_only_comments INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL,
    stored BIGINT NOT NULL,
    withdrawn BIGINT,
    comments_read BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, guid)
);
CREATE INDEX articles_by_url ON articles (url);
CREATE INDEX articles_by_date ON articles (published);

CREATE TABLE comments (
    id BIGINT PRIMARY KEY,
    article_id BIGINT NOT NULL REFERENCES articles (id),
    guid TEXT NOT NULL,
    parent_guid TEXT,
    parent_id BIGINT,
    author TEXT NOT NULL,
    avatar TEXT NOT NULL,
    url TEXT NOT NULL,
    published BIGINT NOT NULL,
    markdown TEXT NOT NULL,
    digest TEXT NOT NULL,
    stored BIGINT NOT NULL,
    deleted BIGINT,
    UNIQUE (article_id, guid)
);

-- One row per Discord object. Owed is derived: wanted differs from shown.
-- state: open; aside (its own fault, so its lane goes on without it); dropped (removed on Discord: stays away).
CREATE TABLE deliveries (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    guild BIGINT NOT NULL,
    place BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    lane BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    needs BIGINT,
    wanted TEXT,
    shown TEXT,
    discord_id BIGINT,
    made INTEGER NOT NULL DEFAULT 0,
    tried BIGINT,
    attempts INTEGER NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open',
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, subject, place)
);
CREATE INDEX deliveries_owed ON deliveries (lane, rank)
WHERE state = 'open' AND COALESCE(wanted, '') <> COALESCE(shown, '');
CREATE INDEX deliveries_aside ON deliveries (due) WHERE state = 'aside';

-- What the bot remembers between runs, such as the digest of the commands it registered.
CREATE TABLE memory (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
