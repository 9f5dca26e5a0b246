-- From when until when an independent person's approval stood: till it was dismissed, or that person said otherwise.
SELECT
    repository, number, who, is_head, happened AS begins,
    least(
        coalesce(withdrawn, $until),
        lead(happened, 1, $until) OVER (PARTITION BY repository, number, who ORDER BY happened, place)
    ) AS ends
FROM readings
WHERE reader = 'human' AND said IN ('approved', 'changes_requested', 'dismissed')
QUALIFY said = 'approved'
