-- Which later change names which earlier one, as its cause or as taken back.
WITH
named AS (
    SELECT repository, number AS later, unnest(blamed) AS earlier, 'blamed' AS how FROM pulls
    UNION ALL SELECT repository, number, unnest(reverts), 'reverts' FROM pulls
    UNION ALL SELECT repository, coalesce(number, -place), unnest(blamed), 'blamed' FROM main
),
written AS (
    SELECT repository, number AS later, unnest(culprits) AS commit, 'blamed' AS how FROM pulls
    UNION ALL SELECT repository, coalesce(number, -place), unnest(culprits), 'blamed' FROM main
    UNION ALL SELECT repository, coalesce(number, -place), unnest(reverts), 'reverts' FROM main
),
found AS (
    SELECT written.repository, later, changes.number AS earlier, how
    FROM written
    JOIN changes ON changes.repository = written.repository AND left(changes.commit, 7) = left(written.commit, 7)
        AND starts_with(changes.commit, written.commit)
),
laters AS (
    SELECT repository, number, kind, merged FROM changes
    UNION ALL SELECT repository, number, kind, merged FROM directs
),
pairs AS (SELECT DISTINCT * FROM (SELECT * FROM named UNION ALL SELECT * FROM found) WHERE later <> earlier)
SELECT
    earlier.repository, pairs.later, pairs.earlier, pairs.how, later.kind AS later_kind, later.merged AS later_merged,
    earlier.kind AS earlier_kind, earlier.merged AS earlier_merged
FROM pairs
JOIN laters AS later ON later.repository = pairs.repository AND later.number = pairs.later
JOIN changes AS earlier ON earlier.repository = pairs.repository AND earlier.number = pairs.earlier
WHERE later.merged >= earlier.merged
