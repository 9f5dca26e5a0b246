-- The hours of work, with how many seconds of work were before each.
WITH days AS (SELECT unnest($opens::BIGINT[]) AS opens, unnest($closes::BIGINT[]) AS closes)
SELECT
    opens,
    closes - opens AS seconds,
    coalesce(sum(closes - opens) OVER (ORDER BY opens ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT
        AS before
FROM days
