"""This module holds chains of fixes: each names the one before it as what it repairs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from reviewer.metrics.asking import Facts

_SHORTEST = 3
_MOST = 5
_LINKS = """
SELECT repository, earlier, min(later) AS later
FROM links
WHERE later_kind = 'fix' AND earlier_kind = 'fix' AND how = 'blamed' AND later_merged <= earlier_merged + 30 * 86400
    AND later_merged > earlier_merged AND earlier_merged >= $until - 120 * 86400
GROUP BY ALL
ORDER BY repository, earlier"""


def find_chains(facts: Facts) -> tuple[str, ...]:
    """Return the longest chains of three fixes or more, as sentences."""
    chains = [
        (-len(chain), repository, chain)
        for repository, rows in groupby(facts.ask(_LINKS), key=lambda row: str(row["repository"]))
        for chain in _follow({row["earlier"]: row["later"] for row in rows})
        if len(chain) >= _SHORTEST
    ]
    return tuple(
        f"A chain of {-less} fixes in {repository}: {' → '.join(f'#{number}' for number in chain)}."
        for less, repository, chain in sorted(chains)[:_MOST]
    )


def _follow(following: Mapping[int, int]) -> Iterator[Sequence[int]]:
    """Yield the way from each first one to its last."""
    for first in sorted(following.keys() - set(following.values())):
        chain = [first]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        yield chain
