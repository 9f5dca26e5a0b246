"""This module holds where debt sits: the changes with most unread lines, and the directories of such lines."""

from collections import defaultdict
from collections.abc import Iterator

from reviewer.metrics.asking import Facts
from reviewer.metrics.request import Locate
from reviewer.model.report import Debt

_MOST = 3
_DAY = 86_400
_WORDS = {
    "operator_only": "read only by who had it written",
    "ai_only": "read only by a machine",
    "automation_only": "checked only by automation",
    "none": "read by nobody",
    "direct": "pushed without a pull request",
}
_OWED = """
SELECT repository, number, commit, merged, added, class
FROM debts
WHERE merged >= $until - 90 * 86400 AND coalesce(repaid >= $until, true)
ORDER BY added DESC, merged, repository, commit, number"""


def find_debts(facts: Facts, locate: Locate | None) -> tuple[Debt, ...]:
    """Return the three changes and the three directories with most lines of 90 days that no independent person read."""
    end = facts.span[1]
    changes = tuple(
        Debt(
            "change",
            f"#{row['number']}" if row["number"] is not None else str(row["commit"])[:10],
            row["repository"],
            row["added"],
            (end - row["merged"]) // _DAY,
            _WORDS[row["class"]],
        )
        for row in facts.ask(f"{_OWED} LIMIT {_MOST}")
    )
    return changes + (tuple(_find_directories(facts, locate)) if locate else ())


def _find_directories(facts: Facts, locate: Locate) -> Iterator[Debt]:
    commits: dict[str, dict[str, int]] = defaultdict(dict)
    for row in facts.ask(_OWED):
        if row["commit"]:
            commits[row["repository"]][row["commit"]] = row["merged"]
    found = [
        (-lines, repository, directory, min(owed.values()), len(owed))
        for repository, owed in sorted(commits.items())
        for directory, lines in locate(repository, sorted(owed)).items()
    ]
    for less, repository, directory, since, count in sorted(found)[:_MOST]:
        days = (facts.span[1] - since) // _DAY
        yield Debt(
            "directory", directory, repository, -less, days, f"of {count} changes that no independent person read"
        )
