-- Commits that reached the main line without a pull request, where pull requests are told.
SELECT repository::repository_name AS repository, -place AS number, commit, committed AS merged, kind,
    reviewable_additions::HUGEINT + reviewable_deletions AS lines, reviewable_additions::HUGEINT AS added
FROM main
WHERE how = 'direct' AND NOT coalesce(is_automation, false) AND committed < $until AND committed >= $since
    AND repository IN (SELECT repository FROM coverage WHERE list_contains(tells, 'pulls'))
