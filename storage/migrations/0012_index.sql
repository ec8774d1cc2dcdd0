-- The full text moves out of the database, into files beside it that follow the table of passages.
-- The passages keep their terms, so that those files can be made again without reading the texts.

DROP TABLE passage_terms;
DROP TABLE passages;
DELETE FROM terms;
DELETE FROM words;
DELETE FROM indexed;
UPDATE index_state SET passages = 0, change = change + 1;

-- Where each passage stands in its text, in characters, and its terms, folded and stemmed: spaces part them.
-- An id is never used twice. Ids of comments' passages are negative.
CREATE TABLE passages (
    id BIGINT PRIMARY KEY,
    article_id BIGINT NOT NULL,
    comment_id BIGINT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    context TEXT NOT NULL
);
CREATE INDEX passages_by_text ON passages (article_id, comment_id);
