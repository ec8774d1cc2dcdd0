-- How many comments a thread shows, and since when: counted before each of a flood.
-- The state 'kept' of a delivery: a comment that stays on the site, its thread has as many as it takes.
CREATE INDEX deliveries_by_lane ON deliveries (lane, kind, discord_id);
