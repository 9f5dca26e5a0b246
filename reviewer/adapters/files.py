"""This module holds the reading of rule pages and configuration from the disk."""

from contextlib import suppress
from pathlib import Path

from reviewer.errors import ReviewerError

_LARGEST_PAGE = 1_000_000


def find_shipped_rules() -> Path:
    """Return the folder of the rule packs that ship with the program."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent / "rules"


def read_pack(folder: Path) -> dict[str, str]:
    """Read every Markdown page below a folder (or one page), by path. Raises `ReviewerError` when there is none."""
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*.md")) if folder.is_dir() else []
    if not paths:
        raise ReviewerError(f"no rule pages in '{folder}'.", "Name a folder of Markdown rule pages, or one page.")
    return {path.as_posix(): read_text(path) for path in paths if path.is_file()}


def read_text(path: Path) -> str:
    """Read a text file. Raises `ReviewerError` when it cannot be read, is too large or is not UTF-8."""
    try:
        if path.stat().st_size > _LARGEST_PAGE:
            raise ReviewerError(f"'{path}' is larger than 1 MB.", "Name a smaller file.")
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ReviewerError(f"'{path}' cannot be read: {fault.strerror}.", "Check the path and its rights.") from None
    except UnicodeDecodeError:
        raise ReviewerError(f"'{path}' is not UTF-8 text.", "Save the file as UTF-8.") from None


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all, as UTF-8. Raises `ReviewerError` when it cannot be written.

    A device or a pipe is written to and a link followed, not replaced.
    """
    if not path.name or path.is_dir():
        raise ReviewerError(f"'{path}' is a folder.", "Name a file in it.")
    path = path.resolve() if path.is_symlink() else path
    is_special = path.exists() and not path.is_file()
    draft = path if is_special else path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        if not is_special:
            draft.replace(path)
    except OSError as fault:
        with suppress(OSError):
            if not is_special:
                draft.unlink()
        raise ReviewerError(
            f"'{path}' cannot be written: {fault.strerror}.", "Check the path and its rights."
        ) from None
