-- Pull requests to a default branch that no automation wrote, merged or not, as they stood at the end of the week.
-- There are many of them: names of repositories and words of a closed list
-- are kept as numbers, and of the newest commit a hash.
-- Where only git was read, every commit of the main line is one; its number is then below zero, if it has none.
WITH
told AS (SELECT DISTINCT repository FROM coverage WHERE list_contains(tells, 'pulls')),
brought AS (
    SELECT
        repository,
        coalesce(number, -place) AS number,
        -- A file whose lines nobody counted makes the sum unknown.
        CASE WHEN count(reviewable_additions) = count(*) THEN sum(reviewable_additions) END AS added,
        CASE WHEN count(reviewable_deletions) = count(*) THEN sum(reviewable_deletions) END AS removed,
        CASE WHEN count(files) = count(*) THEN sum(files) END AS files,
        sum(additions) + sum(deletions) AS all_lines,
        max(place) AS place
    FROM main
    WHERE committed BETWEEN $since AND $until - 1
    GROUP BY ALL
),
reasons AS (
    SELECT repository, number, bool_or(declared IS NOT NULL) AS is_declared, min(tools[1]) AS tool
    FROM provenance
    WHERE subject = 'pull' AND (declared IS NOT NULL OR len(tools) > 0)
    GROUP BY ALL
),
pulled AS (
    SELECT
        pulls.repository,
        pulls.number,
        pulls.merge_commit AS commit,
        greatest(pulls.created, 0) AS created,
        CASE WHEN pulls.merged < $until THEN pulls.merged END AS merged,
        CASE WHEN coalesce(pulls.closed, pulls.merged) < $until THEN coalesce(pulls.closed, pulls.merged) END AS ended,
        pulls.author,
        pulls.author_kind = 'user' AS is_person,
        CASE WHEN pulls.head IS NOT NULL THEN hash(pulls.head) END AS head,
        pulls.is_draft,
        pulls.kind,
        pulls.fix_level,
        pulls.provenance,
        coalesce(reasons.is_declared, false) AS is_declared,
        reasons.tool,
        regexp_matches(pulls.title, '^feat(ure)?\b') AS is_feature,
        coalesce(brought.added, pulls.additions::HUGEINT) AS added,
        coalesce(brought.removed, pulls.deletions::HUGEINT) AS removed,
        coalesce(pulls.files, brought.files) AS files,
        brought.added + brought.removed = 0 AND brought.all_lines > 0 AS is_left_out
    FROM pulls
    LEFT JOIN repositories USING (repository)
    LEFT JOIN brought USING (repository, number)
    LEFT JOIN reasons USING (repository, number)
    WHERE pulls.created < $until
        AND coalesce(pulls.base_ref = default_branch, true)
        AND coalesce(pulls.merged, pulls.closed, $until) >= $since
),
cloned AS (
    SELECT
        repository, brought.number, main.commit, committed AS created, committed AS merged, committed AS ended,
        main.author, true AS is_person, NULL::UBIGINT AS head, false AS is_draft, main.kind,
        main.fix_level, main.provenance, false AS is_declared, NULL::VARCHAR AS tool, false AS is_feature,
        brought.added, brought.removed, brought.files,
        is_automation OR (brought.added + brought.removed = 0 AND brought.all_lines > 0) AS is_left_out
    FROM brought
    JOIN main USING (repository, place)
    WHERE repository NOT IN (SELECT repository FROM told)
)
SELECT
    * EXCLUDE (is_left_out, repository, kind, provenance),
    repository::repository_name AS repository,
    TRY_CAST(kind AS ENUM ('fix', 'revert', 'bump', 'other')) AS kind,
    TRY_CAST(provenance AS ENUM ('human_or_undeclared', 'ai_assisted', 'ai_authored', 'fully_synthetic', 'mixed',
        'unknown_bot')) AS provenance,
    added + removed AS lines,
    provenance IN ('ai_authored', 'fully_synthetic', 'mixed') AS is_ai
FROM (SELECT * FROM pulled UNION ALL BY NAME SELECT * FROM cloned)
WHERE provenance IS DISTINCT FROM 'automation' AND is_left_out IS NOT TRUE
