-- Linking by the web. A visit is what one browser is in the middle of; of its secrets only digests are kept.
-- secret: of its cookie, or of the ticket by which it may begin. token: of a signed link's id.
-- user_id: whose Discord account it has to be (0: anybody's), and once that is known, whose it is.
CREATE TABLE link_visits (
    secret TEXT PRIMARY KEY,
    step TEXT NOT NULL,
    publisher TEXT NOT NULL,
    subject TEXT NOT NULL,
    token TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX link_visits_by_user ON link_visits (user_id);
CREATE INDEX link_visits_by_end ON link_visits (expires);

-- Signed links that were used: none works twice. A row stays until its link would have ended anyway.
CREATE TABLE link_tokens (
    publisher TEXT NOT NULL,
    token TEXT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (publisher, token)
);
CREATE INDEX link_tokens_by_end ON link_tokens (expires);
