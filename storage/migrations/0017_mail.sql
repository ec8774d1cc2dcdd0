-- Subscribers' addresses, which nobody can read without a key; mails that are owed; codes for one account alone.

-- digest: a keyed hash of the address, by which it is found. sealed: the address, encrypted. key_name: which key
-- both were made with.
CREATE TABLE addresses (
    publisher TEXT NOT NULL,
    subject TEXT NOT NULL,
    digest TEXT NOT NULL,
    sealed TEXT NOT NULL,
    key_name TEXT NOT NULL,
    PRIMARY KEY (publisher, subject)
);
CREATE INDEX addresses_by_digest ON addresses (publisher, digest);

-- Also what is never sent has a row: an address that nobody has (unknown), one mail too many (over).
-- sealed: to whom and what it says, encrypted, and erased once the mail is settled. address: a digest.
CREATE TABLE mails (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    guild BIGINT NOT NULL,
    publisher TEXT NOT NULL,
    address TEXT NOT NULL,
    asked BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    state TEXT NOT NULL,
    sealed TEXT NOT NULL,
    due BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX mails_owed ON mails (due) WHERE state = 'owed';
CREATE INDEX mails_by_time ON mails (asked);

-- Whose code it is; NULL for one that any account may use.
ALTER TABLE link_codes ADD COLUMN for_user BIGINT;
CREATE INDEX link_codes_for_users ON link_codes (expires) WHERE for_user IS NOT NULL;

-- Wrong codes are counted over all accounts too.
CREATE INDEX link_tries_by_time ON link_tries (tried);
