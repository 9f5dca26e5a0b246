-- Whatever shows that somebody read a change: reviews, and comments on lines. Of machines also their other comments.
-- There are many of them, so that words of a closed list are kept as numbers, and no commit at all.
WITH spoken AS (
    SELECT
        repository, number, review AS place, author AS who, reader, submitted AS happened,
        CASE state WHEN 'dismissed' THEN coalesce(state_before, state) ELSE state END AS said,
        CASE WHEN state = 'dismissed' AND coalesce(dismissed, submitted) < $until
            THEN coalesce(dismissed, submitted) END AS withdrawn,
        commit, body
    FROM reviews
    WHERE counts AND submitted BETWEEN 0 AND $until - 1
    UNION ALL
    SELECT repository, number, remark, author, reader, created, kind, NULL, original_commit, body
    FROM remarks
    WHERE counts AND created BETWEEN 0 AND $until - 1
),
counted AS (
    SELECT
        spoken.* EXCLUDE (repository, reader, said, commit, body),
        changes.repository,
        TRY_CAST(reader AS ENUM ('human', 'operator', 'author', 'co_author', 'ai_reviewer', 'automation', 'unknown_bot'))
            AS reader,
        TRY_CAST(said AS ENUM ('approved', 'changes_requested', 'commented', 'dismissed', 'line', 'conversation')) AS said,
        CASE WHEN spoken.commit IS NOT NULL THEN hash(spoken.commit) = changes.head END AS is_head,
        CASE WHEN body = '' OR body IS NULL THEN 0 ELSE len(regexp_extract_all(body, '[\p{L}\p{N}]+'))::INTEGER END
            AS words,
        coalesce(regexp_full_match(lower(body), $praise), false) AS is_praise
    FROM spoken
    JOIN changes USING (repository, number)
)
SELECT
    *,
    said = 'line' OR (said <> 'conversation' AND (said <> 'commented' OR words > 0))
        OR (said IN ('conversation', 'commented') AND reader = 'ai_reviewer') AS is_read
FROM counted
