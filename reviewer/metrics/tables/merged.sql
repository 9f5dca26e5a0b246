-- Merged changes with their review class: the first that fits, at the moment of the merge.
WITH
approved AS (
    SELECT
        repository, number,
        -- Where the commit is not known, nothing says that the approval was stale.
        bool_or(coalesce(approvals.is_head, true)) AS is_fresh,
        bool_or(approvals.is_head IS NOT NULL) AS is_commit_known,
        max(approvals.begins) AS approved
    FROM changes
    JOIN approvals USING (repository, number)
    WHERE approvals.begins <= changes.merged AND changes.merged < approvals.ends
    GROUP BY ALL
),
read AS (
    SELECT
        repository, number,
        bool_or(reader = 'human' AND is_read) AS by_human,
        bool_or(reader IN ('operator', 'co_author') AND is_read) AS by_operator,
        bool_or(reader = 'ai_reviewer' AND is_read) AS by_ai,
        bool_or(reader IN ('automation', 'unknown_bot') AND is_read) AS by_automation,
        count(*) FILTER (reader = 'human' AND said = 'line') AS remarks,
        coalesce(sum(words) FILTER (reader = 'human'), 0) AS words,
        coalesce(bool_and(is_praise OR words = 0) FILTER (reader = 'human'), true) AS is_praise
    FROM changes
    JOIN readings USING (repository, number)
    WHERE happened <= merged
    GROUP BY ALL
),
asked AS (
    SELECT repository, number, max(happened) AS asked
    FROM events
    JOIN approved USING (repository, number)
    WHERE kind IN ('review_requested', 'head_ref_force_pushed') AND happened <= approved.approved
    GROUP BY ALL
),
classed AS (
    SELECT
        changes.* EXCLUDE (commit, created, ended, head, is_draft), turns.ready, turns.read, turns.read_by_ai, approved.approved, approved.is_commit_known,
        CASE
            WHEN approved.is_fresh THEN 'human_fresh'
            WHEN approved.is_fresh = false THEN 'human_stale'
            WHEN read.by_human THEN 'human_comment'
            WHEN read.by_operator THEN 'operator_only'
            WHEN read.by_ai THEN 'ai_only'
            WHEN read.by_automation THEN 'automation_only'
            ELSE 'none'
        END::ENUM (
            'human_fresh', 'human_stale', 'human_comment', 'operator_only', 'ai_only', 'automation_only', 'none'
        ) AS class,
        coalesce(read.by_ai, false) AS is_ai_touched,
        approved.approved IS NOT NULL AND read.remarks = 0 AND (read.words < 3 OR read.is_praise) AS is_silent,
        3600 * changes.lines / greatest(approved.approved - greatest(turns.ready, asked.asked), 1) AS speed
    FROM changes
    JOIN turns USING (repository, number)
    LEFT JOIN approved USING (repository, number)
    LEFT JOIN read USING (repository, number)
    LEFT JOIN asked USING (repository, number)
    WHERE changes.merged IS NOT NULL
)
SELECT
    classed.* EXCLUDE (speed),
    weeks.week,
    class IN ('operator_only', 'ai_only', 'automation_only', 'none') AS is_debt,
    is_silent AND lines >= 50 AND coalesce(speed > $speed, false) AS is_stamp
FROM classed
LEFT JOIN weeks ON classed.merged >= weeks.begins AND classed.merged < weeks.ends
