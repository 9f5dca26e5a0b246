-- The weeks that are looked at, oldest first: the last is the one reported, the 13 before it are its baseline.
SELECT
    unnest(range(1, len($begins) + 1)) AS week,
    unnest($begins::BIGINT[]) AS begins,
    unnest($ends::BIGINT[]) AS ends
