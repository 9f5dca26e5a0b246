-- Changes that waited for a person's approval at the end of a week: open, ready, and none stood.
WITH
waiting AS (
    SELECT weeks.week, weeks.ends, changes.repository, changes.number, changes.lines, turns.ready
    FROM weeks
    JOIN changes ON changes.created < weeks.ends AND (changes.ended IS NULL OR changes.ended >= weeks.ends)
    JOIN turns USING (repository, number)
    WHERE turns.ready < weeks.ends AND week >= $first
),
drafts AS (
    SELECT week, repository, number, arg_max(events.kind, (happened, place)) AS last
    FROM waiting
    JOIN events USING (repository, number)
    WHERE events.kind IN ('ready_for_review', 'convert_to_draft') AND happened < waiting.ends
    GROUP BY ALL
)
SELECT waiting.*
FROM waiting
ANTI JOIN approvals ON approvals.repository = waiting.repository AND approvals.number = waiting.number
    AND approvals.begins < waiting.ends AND waiting.ends <= approvals.ends
ANTI JOIN (SELECT * FROM drafts WHERE last = 'convert_to_draft') AS drafts ON drafts.week = waiting.week
    AND drafts.repository = waiting.repository AND drafts.number = waiting.number
