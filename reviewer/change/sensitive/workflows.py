"""This module holds what a CI file grants: permissions, triggers, foreign actions, secrets and runners."""

from collections.abc import Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.change.sensitive.trait import Trait
from reviewer.change.sensitive.yaml_lines import Entry, read_entries, split_flow

_GITHUB = compile_late(r"(^|/)\.github/workflows/[^/]+\.ya?ml$|(^|/)action\.ya?ml$")
_OTHER = compile_late(
    r"(^|/)(\.gitlab-ci\.yml|[^/]+\.gitlab-ci\.yml|\.circleci/config\.yml|azure-pipelines\.ya?ml|Jenkinsfile)$"
)
# What a token with this right can change for those who take code or artefacts from the repository.
_STRONG = frozenset({"contents", "packages", "id-token", "actions", "deployments", "write-all", "administration"})
_TRIGGERS = ("pull_request_target", "workflow_run")
_FIRST_PARTY = ("actions/", "github/", "./", "../", "docker://")
_SECRET = compile_late(r"\bsecrets\.([A-Za-z_]\w*)")
_PINNED = compile_late(r"[0-9a-f]{40}")
_CREDENTIALS = compile_late(r"credentials(?:Id)?\s*[(:]\s*['\"]([\w.-]+)['\"]")


def is_workflow(path: str) -> bool:
    """Tell whether a path is a CI definition."""
    return bool(_GITHUB.search(path) or _OTHER.search(path))


def read_workflow(path: str, lines: Sequence[str]) -> Iterator[Trait]:
    """Yield what one side of a CI definition grants."""
    if path.endswith("Jenkinsfile"):
        for number, line in enumerate(lines, start=1):
            yield from (Trait("secret", name, number) for name in _CREDENTIALS.findall(line))
    elif _GITHUB.search(path):
        for entry in read_entries(lines):
            yield from _read_entry(entry)


def is_pinned(reference: str) -> bool:
    """Tell whether the reference of an action is a commit, which nobody can move."""
    return bool(_PINNED.fullmatch(reference))


def split_action(value: str) -> tuple[str, str] | None:
    """Return the name and the reference of a third party's action or workflow, or None for one of the platform."""
    name, at, reference = value.partition("@")
    if not at or value.startswith(_FIRST_PARTY) or "${{" in value or "/" not in name:
        return None
    return name, reference.strip()


def _read_entry(entry: Entry) -> Iterator[Trait]:
    last = entry.path[-1] if entry.path else ""
    yield from _read_permission(entry)
    if entry.path[:1] in (("on",), ("true",)) and len(entry.path) <= 3:
        words = [
            *(entry.path[1:] if len(entry.path) == 2 else ()),
            *(split_flow(entry.value) if len(entry.path) == 1 or last == "-" else []),
        ]
        yield from (Trait("trigger", word, entry.line) for word in words if word in _TRIGGERS)
    if last == "uses":
        action = split_action(entry.value)
        if action:
            yield Trait("action", "@".join(action), entry.line)
    if last == "runs-on" or entry.path[-2:] == ("runs-on", "-"):
        yield from (Trait("self-hosted", word, entry.line) for word in split_flow(entry.value) if word == "self-hosted")
    if last == "secrets" and entry.value == "inherit":
        yield Trait("secret", "secrets: inherit", entry.line)
    yield from (
        Trait("secret", name, entry.line) for name in _SECRET.findall(entry.value) if name.upper() != "GITHUB_TOKEN"
    )


def _read_permission(entry: Entry) -> Iterator[Trait]:
    path = entry.path
    if "permissions" not in path or path.index("permissions") not in (0, 2):
        return
    at = path.index("permissions")
    job = path[1] if at else "*"
    if len(path) == at + 2:
        granted = [(path[-1], entry.value)]
    elif entry.value.startswith("{"):
        granted = [(k.strip(), v.strip()) for k, _, v in (part.partition(":") for part in split_flow(entry.value))]
    else:
        granted = [(entry.value, "write")] if entry.value == "write-all" else []
    for scope, level in granted:
        if level == "write":
            kind = "permission" if scope in _STRONG else "permission-minor"
            yield Trait(kind, scope if scope == "write-all" else f"{scope}: write", entry.line, f"{job} {scope}")
