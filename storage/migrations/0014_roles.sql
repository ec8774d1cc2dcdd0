-- Entitlements with a reason and a version, seats, mappings made on Discord, complimentary roles, the first
-- run of a publisher on a server, what passes took away in a day, words to readers, and the audit log.

ALTER TABLE subscribers ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE subscribers ADD COLUMN version BIGINT;
CREATE INDEX subscribers_ending ON subscribers (until) WHERE reason <> '';

-- A subscription may have several seats; an account is one subscriber of a publisher all the same.
CREATE TABLE links_with_seats (
    publisher TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    linked BIGINT NOT NULL,
    PRIMARY KEY (publisher, subject, user_id),
    UNIQUE (publisher, user_id)
);
INSERT INTO links_with_seats (publisher, subject, user_id, linked)
SELECT publisher, subject, user_id, linked FROM links;
DROP TABLE links;
ALTER TABLE links_with_seats RENAME TO links;
CREATE INDEX links_by_user ON links (user_id);

-- When the shown state was reached: who joined later has lost it since.
ALTER TABLE deliveries ADD COLUMN shown_at BIGINT;

CREATE TABLE role_maps (
    publisher TEXT NOT NULL,
    tier TEXT NOT NULL,
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    made_by BIGINT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (publisher, tier, guild)
);

-- Roles that were deleted on Discord: what maps to them is off, in the settings file too.
CREATE TABLE lost_roles (
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    lost BIGINT NOT NULL,
    PRIMARY KEY (guild, role)
);

CREATE TABLE comps (
    id BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted BIGINT NOT NULL,
    until BIGINT,
    ended BIGINT,
    settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX comps_by_user ON comps (user_id);
CREATE INDEX comps_running ON comps (until) WHERE settled = 0;

-- `opened` is when a publisher was first seen with roles on a server; until `applied` its plan waits.
CREATE TABLE role_starts (
    publisher TEXT NOT NULL,
    guild BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    applied BIGINT,
    PRIMARY KEY (publisher, guild)
);
INSERT INTO role_starts (publisher, guild, opened, applied)
SELECT DISTINCT publishers.name, deliveries.guild, 0, 0 FROM publishers, deliveries
WHERE deliveries.kind = 'role';

-- What passes took away by themselves, for the rolling day of the brake.
CREATE TABLE removals (
    id BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    at BIGINT NOT NULL,
    count INTEGER NOT NULL
);

CREATE TABLE role_words (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    publisher TEXT NOT NULL,
    text TEXT NOT NULL,
    arguments TEXT NOT NULL,
    occasion TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (user_id, occasion)
);
CREATE TABLE word_refusals (
    user_id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Each row's hash covers the row before. Persons are covered by a salted digest, so that they can be erased.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    event TEXT NOT NULL,
    guild BIGINT NOT NULL,
    role BIGINT NOT NULL,
    publisher TEXT NOT NULL,
    cause TEXT NOT NULL,
    user_id BIGINT,
    actor TEXT,
    subject TEXT,
    salt TEXT,
    person TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_user ON audit (user_id);

-- When a provider last sent a word of its own.
ALTER TABLE publishers ADD COLUMN last_event BIGINT;
