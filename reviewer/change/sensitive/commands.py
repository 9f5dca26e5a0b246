"""This module holds what the commands of a build do beyond the machine: run a download, publish, open a file to all."""

from collections.abc import Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.change.sensitive.trait import Trait

_CI = r"\.github/(workflows|actions)/.*\.ya?ml|[^/]*\.gitlab-ci\.yml|\.circleci/config\.yml|azure-pipelines\.ya?ml"
_PLACE = compile_late(
    rf"(^|/)({_CI}|Jenkinsfile|[^/]*Dockerfile[^/]*|Containerfile|Makefile|[^/]+\.mk|justfile|package\.json|action\.ya?ml)$"
    r"|\.(sh|bash|zsh|ps1)$"
)
_IDLE = compile_late(
    r"^\s*(?:-\s)?(?:run:\s*)?[\"']?(#|name:|description:|//|echo\b|printf\b|log\w*\b|print\b|info\b|warn\b|error\b|die\b|cat\b|Write-Host\b|@echo\b)"
)
_DOWNLOAD = compile_late(
    r"\b(?:curl|wget)\b[^|;&]{0,300}\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:ba|z|da|k)?sh\b"
    r"|\b(?:ba|z)?sh\s+(?:-c\s+)?[\"']?(?:<\(|\$\()\s*(?:curl|wget)\b[^|;&]{0,200}"
    r"|\b(?:iwr|irm|Invoke-WebRequest|Invoke-RestMethod)\b[^|;&]{0,200}\|\s*(?:iex|Invoke-Expression)\b"
)
_PUBLISH = compile_late(
    r"\b(?:npm|pnpm|yarn(?: npm)?) publish\b|\btwine upload\b|\buv publish\b|\bpoetry publish\b|\bcargo publish\b"
    r"|\bgem push\b|\bdotnet nuget push\b|\bgoreleaser release\b|\bgh release (?:create|upload)\b|\bvsce publish\b"
    r"|\bovsx publish\b|\bdocker push\b|\bmvn\b[^|;&]{0,120}\bdeploy\b|\bgradlew?\b[^|;&]{0,120}\bpublish\w*"
)
_TRIAL = compile_late(r"--dry-run\b|--snapshot\b|\bpublishToMavenLocal\b")
_OPEN = compile_late(r"\bchmod\s+(?:-\w+\s+)*(?:0?777|a\+rwx|ugo\+rwx)\b")


def runs_commands(path: str) -> bool:
    """Tell whether a file's lines are run by a machine: CI, image, makefile, shell script, package scripts."""
    return bool(_PLACE.search(path))


def read_commands(lines: Sequence[str]) -> Iterator[Trait]:
    """Yield what the commands of one side of a file do. A line that only prints or comments is not one."""
    for number, line in enumerate(lines, start=1):
        if _IDLE.match(line) or len(line) > 2000:
            continue
        download = _DOWNLOAD.search(line)
        if download:
            yield Trait("download-run", download[0].strip(), number)
        publish = _PUBLISH.search(line)
        if publish and not _TRIAL.search(line):
            yield Trait("publish", publish[0].strip(), number)
        if _OPEN.search(line):
            yield Trait("loosened", line.strip(), number)
