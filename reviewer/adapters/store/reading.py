"""This module holds the reading of facts: a DuckDB connection with one view a table, over one repository or many."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.adapters.store.repository import StoredRepository
from reviewer.adapters.store.tables import CONFIG, quote
from reviewer.errors import ReviewerError
from reviewer.model.facts import DEFINITION, TABLES
from reviewer.model.manifest import Manifest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TRIES = 3
_REPOSITORIES = (
    "CREATE TABLE repositories (repository VARCHAR, host VARCHAR, node VARCHAR, names VARCHAR[], "
    "default_branch VARCHAR, written BIGINT)"
)
_COVERAGE = "CREATE TABLE coverage (repository VARCHAR, source VARCHAR, since BIGINT, until BIGINT, tells VARCHAR[])"


def connect(repositories: Sequence[StoredRepository], output: Path | None = None) -> "DuckDBPyConnection":
    """Open the facts of some repositories: a view a table with a column `repository` before the others.

    `repositories` and `coverage` say what the facts are. The connection is in memory and fetches nothing. It opens
    these files and what is in the folder `output`, no others; who asks what a user wrote, asks by `ask`. Raises
    `ReviewerError` where there are no facts.
    """
    import duckdb

    if not repositories:
        raise ReviewerError("the store holds no facts.", "Run `reviewer collect OWNER/NAME` first.")
    for _ in range(_TRIES):
        found = [(repository, _read(repository)) for repository in repositories]
        database = duckdb.connect(config={**CONFIG, "temp_directory": ""})
        try:
            _describe(database, found)
            _create_views(database, found, output)
        except duckdb.IOException:
            # Two collects ended since the manifest was read, and took the files with them.
            database.close()
            continue
        database.execute("SET lock_configuration = true")
        return database
    raise ReviewerError(
        "files of the facts are gone.", "Ask again; if that is no better, `reviewer collect` writes them anew."
    )


def _read(repository: StoredRepository) -> Manifest:
    manifest = repository.manifest()
    if manifest is None:
        raise ReviewerError(
            f"there are no facts of '{repository.name}' in '{repository.folder}'.",
            f"Run `reviewer collect {repository.name}` first.",
        )
    if manifest.definition != DEFINITION:
        raise ReviewerError(
            f"the facts of '{repository.name}' were made by another version of reviewer.",
            f"Run `reviewer facts rebuild --repo {repository.name}`: it makes them anew of what was collected.",
        )
    return manifest


def _describe(database: "DuckDBPyConnection", found: Sequence[tuple[StoredRepository, Manifest]]) -> None:
    database.execute(_REPOSITORIES)
    database.execute(_COVERAGE)
    for repository, told in found:
        row = [repository.label, told.host, told.node, list(told.names), told.default_branch, told.written]
        database.execute("INSERT INTO repositories VALUES (?, ?, ?, ?, ?, ?)", row)
        for part in told.coverage:
            values = [repository.label, part.source, part.since, part.until, list(part.tells)]
            database.execute("INSERT INTO coverage VALUES (?, ?, ?, ?, ?)", values)


def _create_views(
    database: "DuckDBPyConnection", found: Sequence[tuple[StoredRepository, Manifest]], output: Path | None
) -> None:
    places = [(repository.label, repository.tables(manifest)) for repository, manifest in found]
    paths = [path for _, tables in places for path in tables.values()]
    database.execute(f"SET allowed_paths = [{', '.join(quote(path) for path in paths)}]")
    if output:
        database.execute(f"SET allowed_directories = [{quote(output.absolute())}]")
    database.execute("SET enable_external_access = false")
    for table in TABLES:
        parts = (
            f"SELECT {quote(name)} AS repository, * FROM read_parquet({quote(tables[table])})"  # noqa: S608 - quoted
            for name, tables in places
        )
        database.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(parts)}")
