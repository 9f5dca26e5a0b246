"""This module holds how the policy of a repository is found and read."""

import tomllib
from pathlib import PurePosixPath
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.model.change import Revision
from reviewer.model.policy import Policy
from reviewer.ports import Repository

_OWN, _SHARED = "reviewer.toml", "pyproject.toml"
_DEEPEST, _MOST_LAYERS = 5, 30


def find_policy(repository: Repository, revision: Revision) -> Policy:
    """Read `reviewer.toml`, or `[tool.reviewer]` of pyproject.toml, at the root of a revision; neither is a must."""
    for name in (_OWN, _SHARED):
        text = _read(repository, revision, name)
        table = _parse(text, name) if text is not None and (name == _OWN or "reviewer" in text) else None
        table = _find_own(table) if table is not None and name == _SHARED else table
        if table is not None:
            return _read_policy(repository, revision, table, name)
    return Policy()


def parse_policy(repository: Repository, revision: Revision, text: str, origin: str) -> Policy:
    """Read a policy from the text of a settings file that the user named."""
    table = _parse(text, origin)
    own = _find_own(table)
    return _read_policy(repository, revision, table if own is None else own, origin)


def read_repository_packs(repository: Repository, revision: Revision, packs: tuple[str, ...]) -> dict[str, str]:
    """Read the rule pages of a repository's own packs from a revision. Raises `ReviewerError` for an empty one."""
    if not packs:
        return {}
    pages: dict[str, str] = {}
    entries = repository.tree(revision)
    for pack in packs:
        folder = pack.strip("/") + "/"
        blobs = {e.path: e.blob for e in entries if e.path.startswith(folder) and e.path.endswith(".md")}
        found = repository.read(blobs.values())
        texts = {path: found[blob] for path, blob in blobs.items()}
        pages |= {path: data.decode("utf-8", "replace") for path, data in texts.items() if isinstance(data, bytes)}
        if not blobs:
            raise ReviewerError(f"the pack '{pack}' of the settings holds no rule page.", "Correct `packs`.")
    return pages


def _read_policy(repository: Repository, revision: Revision, table: dict[str, Any], origin: str) -> Policy:
    from reviewer.engine.policy.settings import Settings, read_policy, read_settings

    layers: list[Settings] = []
    waiting = [(table, origin, 0)]
    while waiting:
        found, place, depth = waiting.pop()
        settings = read_settings(found, place)
        layers.insert(0, settings)
        if depth >= _DEEPEST or len(layers) > _MOST_LAYERS:
            limits = f"{_DEEPEST} files deep, or {_MOST_LAYERS} in all"
            raise ReviewerError(f"'{place}' extends more than {limits}.", "Break the chain of `extends`.")
        waiting += [(_extended(repository, revision, name, place), name, depth + 1) for name in settings.extends]
    return read_policy(layers, origin)


def _extended(repository: Repository, revision: Revision, name: str, origin: str) -> dict[str, Any]:
    text = None if ".." in PurePosixPath(name).parts else _read(repository, revision, name)
    if text is None:
        raise ReviewerError(f"{origin}: 'extends' names '{name}', which is not in the repository.", "Correct the path.")
    table = _parse(text, name)
    own = _find_own(table)
    return table if own is None else own


def _find_own(table: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever stands there; the schema judges it
    tools = table.get("tool")
    return tools.get("reviewer") if isinstance(tools, dict) else None


def _read(repository: Repository, revision: Revision, path: str) -> str | None:
    name = f"{revision.tree}:{path}"
    data = repository.read([name]).get(name)
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else None


def _parse(text: str, origin: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ReviewerError(f"{origin} is not valid TOML: {fault}.", "Correct the file.") from None
