"""Equal input gives equal bytes, whatever the hash seed, the time zone, the locale or the folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.repos import RepositoryBuilder, create_repository

_WORLDS = [
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "COLUMNS": "40"},
    {
        "PYTHONHASHSEED": "3",
        "TZ": "America/Los_Angeles",
        "LC_ALL": "POSIX",
        "PYTHONIOENCODING": "latin-1",
        "FORCE_COLOR": "1",
    },
]
_PYTHON = """\
def load(path, strict):
    try:
        return read(path)
    except Exception:
        pass


def label(order):
    if order.paid:
        return "ü"
    else:
        return "ü"
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """A repository with a change in several languages, findings of several rules, and hostile names."""
    builder = create_repository(tmp_path_factory.mktemp("shop"))
    builder.commit({"src/a.py": "x = 1\n", "src/old.go": "package p\n"})
    files = {f"src/{name}.py": _PYTHON for name in ("a", "b", "é", "new\nline", "\udcff")}
    files["src/old.js"] = "function f() { try { g(); } catch (e) {} }\n"
    files["tests/test_a.py"] = "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    run()\n"
    builder.commit({**files, "src/c.dart": "void main() {}\n", "src/broken.py": ")(}{ ][ %% $$\n" * 50})
    return builder


def _run(shop: RepositoryBuilder, world: dict[str, str], cwd: Path, name: str) -> tuple[int, bytes, bytes]:
    command = ["-m", "reviewer", "check", "--repo", str(shop.directory), "--format", name, "--all"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), **world}
    done = subprocess.run([sys.executable, *command], cwd=cwd, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["text", "json", "markdown", "sarif"])
def test_the_same_check_gives_the_same_bytes(shop: RepositoryBuilder, tmp_path: Path, name: str) -> None:
    answers = [
        _run(shop, world, cwd, name) for world, cwd in zip(_WORLDS, (tmp_path, shop.directory, Path("/")), strict=True)
    ]

    assert answers[0][0] in (0, 1), answers[0][2]
    assert b"swallowed" in answers[0][1]
    assert answers[0][2] == b""
    assert answers[1:] == answers[:1] * 2
