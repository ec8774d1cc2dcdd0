-- A reader's own digest, by private message. definition: when, in which zone, which articles (JSON).
CREATE TABLE reader_digests (
    user_id BIGINT PRIMARY KEY,
    guild BIGINT NOT NULL,
    language TEXT NOT NULL,
    definition TEXT NOT NULL,
    since BIGINT NOT NULL,
    due BIGINT NOT NULL
);
CREATE INDEX reader_digests_due ON reader_digests (due);
