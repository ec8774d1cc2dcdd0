-- The index of the answers. It can be thrown away: what it lacks is read again from articles and comments.

-- What has been indexed, as the text's digest and the version of the rules it was read by.
-- comment_id 0 stands for the article itself.
CREATE TABLE indexed (
    article_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (article_id, comment_id)
);

-- Where each passage stands in its text, in characters. Ids of comments' passages are negative,
-- so that a range of ids searches one side alone.
CREATE TABLE passages (
    id BIGINT PRIMARY KEY,
    article_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
);
CREATE INDEX passages_by_text ON passages (article_id, comment_id);

-- The passages' terms, already folded and stemmed: spaces alone part them.
CREATE VIRTUAL TABLE passage_terms USING fts5 (title, body, context, tokenize = "ascii tokenchars '+#.'");

-- How many passages hold a term, and the words as written that it came from.
CREATE TABLE terms (
    term TEXT PRIMARY KEY,
    passages INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE words (
    term TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (term, word)
) WITHOUT ROWID;

-- One row: how many passages there are, and a number that every change of the index moves on.
CREATE TABLE index_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    passages INTEGER NOT NULL,
    change INTEGER NOT NULL
);
INSERT INTO index_state (one, passages, change) VALUES (1, 0, 0);

-- The look for texts that changed must not read the texts.
CREATE INDEX articles_digests ON articles (id, digest, withdrawn);
CREATE INDEX comments_digests ON comments (article_id, id, digest, deleted);
