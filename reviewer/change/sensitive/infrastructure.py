"""This module holds what images, containers and cloud definitions open: root, the host, the network, every right."""

import re
from collections.abc import Iterator, Sequence

from reviewer.change.late import compile_late
from reviewer.change.sensitive.trait import Trait

_IMAGE_FILE = compile_late(r"(^|/)([^/]*Dockerfile[^/]*|Containerfile[^/]*)$")
_MANIFEST = compile_late(r"\.(ya?ml|tpl)$")
_CLOUD = compile_late(
    r"\.(tf|tf\.json|template|bicep)$|(^|/)[^/]*(cloudformation|template|serverless|stack|iam|policy)[^/]*\.(ya?ml|json)$"
)
_FROM = compile_late(r"^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE)
_USER = compile_late(r"^\s*USER\s+(\S+)", re.IGNORECASE)
_ROOT = compile_late(r"(root|0)(:|$)")
_CONTAINER = compile_late(
    r"^\s*-?\s*(privileged:\s*true|hostNetwork:\s*true|hostPID:\s*true|allowPrivilegeEscalation:\s*true|runAsUser:\s*0"
    r"|runAsNonRoot:\s*false|network_mode:\s*[\"']?host[\"']?|[\"']?/var/run/docker\.sock:\S+)\s*$"
)
_WORLD = compile_late(r"[\"'](0\.0\.0\.0/0|::/0)[\"']|\bCidrIp(?:v6)?:\s*[\"']?(0\.0\.0\.0/0|::/0)")
_OUTWARD = compile_late(r"\begress\b|\bdestination_cidr_block\b|SecurityGroupEgress|\broute\b", re.IGNORECASE)
_INWARD = compile_late(r"\bingress\b|SecurityGroupIngress|source_ranges", re.IGNORECASE)
_WILDCARD = compile_late(
    r"[\"']?\bActions?[\"']?\s*[:=]\s*\[?\s*[\"']\*[\"']|^\s*-?\s*Action:\s*[\"']?\*", re.IGNORECASE
)
_PUBLIC = compile_late(
    r"\bacl\s*=\s*\"public-read(?:-write)?\"|\bpublicly_accessible\s*=\s*true|\"?Principal\"?\s*[:=]\s*[\"']\*"
)


def is_infrastructure(path: str) -> bool:
    """Tell whether a file defines an image, a container or a cloud resource."""
    return any(pattern.search(path) for pattern in (_IMAGE_FILE, _MANIFEST, _CLOUD))


def read_infrastructure(path: str, lines: Sequence[str]) -> Iterator[Trait]:
    """Yield what one side of such a file opens; the base image and the user of the last stage come along."""
    if _IMAGE_FILE.search(path):
        yield from _read_image(lines)
        return
    for number, line in enumerate(lines, start=1):
        bare = line.split(" #")[0]
        if bare.lstrip().startswith(("#", "//")) or len(line) > 1000:
            continue
        opened = _CONTAINER.match(bare) if _MANIFEST.search(path) else None
        if opened:
            yield Trait("container-opened", opened[1], number)
        elif _CLOUD.search(path):
            yield from _read_cloud(lines, number, bare)


def _read_image(lines: Sequence[str]) -> Iterator[Trait]:
    stages: set[str] = set()
    user: Trait | None = None
    for number, line in enumerate(lines, start=1):
        base, named = _FROM.match(line), _USER.match(line)
        if base:
            user = None
            if base[1].lower() not in stages and "$" not in base[1] and base[1] != "scratch":
                yield Trait("base-image", base[1], number)
            stages.add((base[2] or "").lower())
        if named:
            user = Trait("image-user", named[1], number, "root" if _ROOT.match(named[1]) else "user")
    if user:
        yield user


def _read_cloud(lines: Sequence[str], number: int, line: str) -> Iterator[Trait]:
    if _WORLD.search(line) and _faces_in(lines, number):
        yield Trait("network-opened", line.strip(), number)
    if _WILDCARD.search(line) or _PUBLIC.search(line):
        yield Trait("rights-opened", line.strip(), number)


def _faces_in(lines: Sequence[str], number: int) -> bool:
    """The nearest line above (or the line itself) that names a direction says whether traffic comes in."""
    for at in range(number - 1, max(-1, number - 40), -1):
        if _OUTWARD.search(lines[at]):
            return False
        if _INWARD.search(lines[at]):
            return True
    return False
