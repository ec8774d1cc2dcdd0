-- A source that was added on Discord belongs to the servers that added it: each sees and keeps its own.

CREATE TABLE source_servers (
    name TEXT NOT NULL,
    guild BIGINT NOT NULL,
    added_by BIGINT NOT NULL,
    added BIGINT NOT NULL,
    PRIMARY KEY (name, guild)
);
INSERT INTO source_servers (name, guild, added_by, added)
SELECT name, guild, added_by, added FROM added_sources;
ALTER TABLE added_sources DROP COLUMN guild;
ALTER TABLE added_sources DROP COLUMN added_by;

-- Servers that want nothing of a source for now; where all do, it is not read (sources.paused).
CREATE TABLE source_pauses (
    name TEXT NOT NULL,
    guild BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (name, guild)
);
INSERT INTO source_pauses (name, guild, since)
SELECT source_servers.name, source_servers.guild, sources.paused
FROM source_servers JOIN sources ON sources.name = source_servers.name
WHERE sources.paused IS NOT NULL;
