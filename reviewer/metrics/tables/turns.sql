-- When a change was first ready to be read, first read by an independent person or by a machine, and when it left the
-- queue: by a first approval, a merge or a close.
WITH
read AS (
    SELECT
        repository, number,
        min(happened) FILTER (reader = 'human' AND is_read) AS read,
        min(happened) FILTER (reader IN ('human', 'operator', 'co_author') AND is_read) AS read_by_any,
        min(happened) FILTER (reader = 'ai_reviewer' AND is_read) AS read_by_ai
    FROM readings
    GROUP BY ALL
),
approved AS (SELECT repository, number, min(begins) AS approved FROM approvals GROUP BY ALL),
drafts AS (
    SELECT
        repository, number,
        arg_min(kind, (happened, place)) = 'ready_for_review' AS was_draft,
        max(happened) FILTER (kind = 'ready_for_review' AND happened <= coalesce(read_by_any, $until)) AS ready
    FROM events
    LEFT JOIN read USING (repository, number)
    WHERE kind IN ('ready_for_review', 'convert_to_draft') AND happened < $until
    GROUP BY ALL
),
placed AS (
    SELECT
        changes.repository, changes.number, read.read, read.read_by_ai, least(approved.approved, changes.ended) AS left_at,
        coalesce(
            drafts.ready,
            CASE WHEN NOT coalesce(drafts.was_draft, changes.is_draft, false)
                OR read.read_by_any IS NOT NULL OR changes.merged IS NOT NULL THEN changes.created END
        ) AS ready
    FROM changes
    LEFT JOIN read USING (repository, number)
    LEFT JOIN approved USING (repository, number)
    LEFT JOIN drafts USING (repository, number)
)
-- What was approved before it was ready left when it came.
SELECT * EXCLUDE (left_at), CASE WHEN left_at >= ready THEN left_at WHEN left_at < ready THEN ready END AS gone
FROM placed
