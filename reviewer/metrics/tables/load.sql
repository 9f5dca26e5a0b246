-- The lines that each independent person read in the 28 days before the end of a week: each change counts once.
SELECT week, who, sum(lines) AS lines
FROM (
    SELECT DISTINCT weeks.week, readings.who, readings.repository, readings.number, changes.lines
    FROM weeks
    JOIN readings ON readings.happened >= weeks.ends - 28 * 86400 AND readings.happened < weeks.ends
    JOIN changes USING (repository, number)
    WHERE reader = 'human' AND is_read AND who IS NOT NULL AND lines > 0 AND week >= $first
)
GROUP BY ALL
