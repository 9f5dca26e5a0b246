-- Lines that were merged and not read by an independent person: since when, and until when that lasted.
WITH
late AS (
    SELECT repository, number, min(happened) AS repaid
    FROM readings
    JOIN merged USING (repository, number)
    WHERE reader = 'human' AND is_read AND happened > merged.merged
    GROUP BY ALL
)
SELECT merged.repository, merged.number, changes.commit, merged.merged, merged.added, merged.class, late.repaid
FROM merged
JOIN changes USING (repository, number)
LEFT JOIN late USING (repository, number)
WHERE is_debt AND merged.added > 0
UNION ALL
SELECT repository, NULL, commit, merged, added, 'direct', NULL
FROM directs
WHERE added > 0
