-- What each publisher's list last said, and which Discord account belongs to whom.

CREATE TABLE publishers (
    name TEXT PRIMARY KEY,
    last_read BIGINT,
    reason TEXT NOT NULL DEFAULT '',
    held INTEGER NOT NULL DEFAULT 0,
    held_plan TEXT NOT NULL DEFAULT '',
    snapshot BLOB
);

-- A tier that ended has an `until` in the past; the row stays.
CREATE TABLE subscribers (
    publisher TEXT NOT NULL,
    subject TEXT NOT NULL,
    tier TEXT NOT NULL,
    until BIGINT,
    seen BIGINT NOT NULL,
    PRIMARY KEY (publisher, subject)
);

CREATE TABLE links (
    publisher TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    linked BIGINT NOT NULL,
    PRIMARY KEY (publisher, subject),
    UNIQUE (publisher, user_id)
);
CREATE INDEX links_by_user ON links (user_id);

-- Only digests of codes. A used or expired row stays while the list shows its code: it never works again.
CREATE TABLE link_codes (
    publisher TEXT NOT NULL,
    digest TEXT NOT NULL,
    subject TEXT NOT NULL,
    listed INTEGER NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (publisher, digest)
);
CREATE INDEX link_codes_by_digest ON link_codes (digest);

CREATE TABLE link_tries (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    tried BIGINT NOT NULL
);
CREATE INDEX link_tries_by_user ON link_tries (user_id, tried);
