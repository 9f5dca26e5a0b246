"""This module holds how a SQLite file of ours is opened: checked, and begun anew where it is broken or of old."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

WAIT_SECONDS = 20
# What SQLite adds by itself for AUTOINCREMENT.
_COUNTER = "CREATE TABLE sqlite_sequence(name,seq)"


@dataclass(frozen=True, slots=True)
class Layout:
    """What makes a file ours: its application id, the version of what is in it, and the statements that build it."""

    application: int
    version: int
    schema: str

    @property
    def statements(self) -> list[str]:
        """The statements of the schema, each on one line."""
        return [line for part in self.schema.split(";") if (line := " ".join(part.split()))]


def claim_file(folder: Path, name: str) -> Path:
    """Return a file that is ours to write: its folder is made, and a link in its place is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / name).is_symlink():
        (folder / name).unlink()
    return folder / name


def open_database(path: Path, layout: Layout) -> sqlite3.Connection:
    """Open a file, or begin it anew when it is broken, foreign or of another version."""
    if path.is_file() and not _is_sound(path, layout):
        remove_database(path)
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN IMMEDIATE")
        if not database.execute("PRAGMA user_version").fetchone()[0]:
            for statement in layout.statements:
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {layout.application}")
            database.execute(f"PRAGMA user_version = {layout.version}")
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def remove_database(path: Path) -> None:
    """Remove a file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_sound(path: Path, layout: Layout) -> bool:
    """Tell whether a file is whole, ours and of this version."""
    database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        ours = database.execute("PRAGMA application_id").fetchone()[0] == layout.application
        current = database.execute("PRAGMA user_version").fetchone()[0] == layout.version
        # A view or trigger of somebody else would be run by our questions.
        said = {" ".join(sql.split()) for (sql,) in database.execute("SELECT sql FROM sqlite_master") if sql}
        return ours and current and said - {_COUNTER} == set(layout.statements)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    finally:
        database.close()
