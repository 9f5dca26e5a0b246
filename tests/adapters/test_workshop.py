"""The copy in which tests run: it holds the revision under review, and nothing of the user's is touched."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import gettempdir

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.adapters.proving.workshop import open_workshop
from reviewer.errors import ReviewerError
from reviewer.ports import Range
from tests.adapters.repos import RepositoryBuilder, create_repository

PY = sys.executable


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """Return a repository with a commit, staged and unstaged work, and a hook that would leave a mark."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    builder = create_repository(tmp_path / "shop")
    builder.commit({"a.py": "x = 1\n", "lib/b.py": "y = 1\n", ".gitignore": "node_modules\n.venv\n"})
    builder.write({"a.py": "x = 2\n"})
    builder.run("add", "a.py")
    builder.write({"a.py": "x = 3\n", "new.py": "z = 1\n"})
    for hook in ("post-checkout", "post-index-change"):
        place = builder.git_dir / "hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\ntouch '{tmp_path}/hooked'\n")
        place.chmod(0o755)
    return builder


def see(builder: RepositoryBuilder) -> tuple[object, ...]:
    """Return everything of a repository that must be the same afterwards."""
    files = {p: p.read_bytes() for p in sorted(builder.directory.rglob("*")) if p.is_file()}
    times = {name: facts for name, facts in builder.list_files().items() if name != str(builder.git_dir)}
    return files, times


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (Range(), ("x = 3\n", True)),
        (Range(uncommitted="staged"), ("x = 2\n", False)),
        (Range(base="HEAD", head="HEAD"), ("x = 1\n", False)),
    ],
    ids=["worktree", "staged", "commit"],
)
def test_the_copy_is_the_revision_and_the_original_stays(
    shop: RepositoryBuilder, tmp_path: Path, wanted: Range, texts: tuple[str, bool]
) -> None:
    before = see(shop)
    with open_repository(str(shop.directory)) as repository:
        head = repository.resolve(wanted).head
        with open_workshop(repository, head) as workshop:
            assert (workshop.read("a.py").decode(), workshop.exists("new.py")) == texts
            assert not workshop.exists(".git")
            workshop.write("a.py", b"x = 9\n")
            ran = workshop.run([PY, "-c", "import os; print(open('a.py').read(), os.getcwd())"], "", 20.0)
            assert ran.tail.startswith("x = 9")
            assert str(tmp_path / "temporary") in ran.tail

    assert see(shop) == before
    assert not (tmp_path / "hooked").exists()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_copy_goes_when_something_goes_wrong(shop: RepositoryBuilder, tmp_path: Path) -> None:
    with open_repository(str(shop.directory)) as repository:
        head = repository.resolve(Range()).head
        with pytest.raises(KeyboardInterrupt), open_workshop(repository, head) as workshop:
            workshop.run([PY, "-c", f"import os, time; os.kill({os.getpid()}, 15); time.sleep(600)"], "", 20.0)

    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_process_that_is_asked_to_end_leaves_nothing_behind(shop: RepositoryBuilder, tmp_path: Path) -> None:
    """From outside: the whole program is sent SIGTERM while a command runs."""
    code = (
        ""
        "from reviewer.adapters.git.repository import open_repository\n"
        "from reviewer.adapters.proving.workshop import open_workshop\n"
        "from reviewer.ports import Range\n"
        f"with open_repository({str(shop.directory)!r}) as repository:\n"
        "    with open_workshop(repository, repository.resolve(Range()).head) as workshop:\n"
        "        workshop.run(['sh', '-c', 'kill -TERM $PPID; sleep 600'], '', 60.0)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    done = subprocess.run([PY, "-c", code], env=environment, capture_output=True, check=False, timeout=60)

    assert b"KeyboardInterrupt" in done.stderr
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_is_installed_is_linked(shop: RepositoryBuilder) -> None:
    shop.commit({"package.json": "{}\n", "packages/own/package.json": "{}\n", "packages/own/index.js": "1\n"})
    modules = shop.directory / "node_modules"
    for name in ("left-pad", "@scope/inner", ".cache", ".bin"):
        (modules / name).mkdir(parents=True)
        (modules / name / "file").write_text("there\n")
    (modules / "own").symlink_to("../packages/own")
    (shop.directory / ".venv").mkdir()
    (shop.directory / ".venv" / "mark").write_text("there\n")
    with open_repository(str(shop.directory)) as repository:
        before = see(shop)
        with open_workshop(repository, repository.resolve(Range()).head) as workshop:
            for path in ("node_modules/left-pad/file", "node_modules/@scope/inner/file", ".venv/mark"):
                assert workshop.exists(path)
            assert not workshop.exists("node_modules/.cache")
            workshop.run([PY, "-c", "import pathlib; pathlib.Path('node_modules/.cache').mkdir()"], "", 20.0)
            workshop.write("packages/own/index.js", b"2\n")
            code = "print(open('node_modules/own/index.js').read())"
            assert workshop.run([PY, "-c", code], "", 20.0).tail.strip() == "2"
            with pytest.raises(ReviewerError, match="leads out"):
                workshop.write("node_modules/left-pad/file", b"")
        assert see(shop) == before


def test_python_reads_the_fault_and_no_cache_of_it(shop: RepositoryBuilder) -> None:
    """Equal sizes within one second look the same to Python's cache."""
    with (
        open_repository(str(shop.directory)) as repository,
        open_workshop(repository, repository.resolve(Range()).head) as workshop,
    ):
        code = "import b; print(b.y)"
        for number in range(4):
            workshop.write("lib/b.py", b"y = %d\n" % number)
            ran = workshop.run([PY, "-c", code], "", 20.0, roots=["lib"])
            assert ran.tail.strip() == str(number)
        assert not workshop.exists("lib/__pycache__")


def test_a_repository_around_is_out_of_reach(shop: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = shop.directory / "tmp"
    inside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(inside))
    monkeypatch.setenv("GIT_DIR", str(shop.git_dir))
    assert gettempdir() == str(inside)
    with (
        open_repository(str(shop.directory)) as repository,
        open_workshop(repository, repository.resolve(Range(base="HEAD", head="HEAD")).head) as workshop,
    ):
        assert workshop.run(["git", "status"], "", 20.0).status == 128


def test_a_folder_that_the_revision_lacks_is_named(shop: RepositoryBuilder) -> None:
    with (
        open_repository(str(shop.directory)) as repository,
        open_workshop(repository, repository.resolve(Range()).head) as workshop,
    ):
        assert workshop.run([PY, "-c", ""], "lib", 20.0).status == 0
        with pytest.raises(ReviewerError, match="no folder 'gone'"):
            workshop.run([PY, "-c", ""], "gone", 20.0)


def test_a_program_is_found_by_its_path_as_the_user_sees_it(shop: RepositoryBuilder) -> None:
    program = shop.directory.parent / "tools" / "speak"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\npwd\n")
    program.chmod(0o755)
    with (
        open_repository(str(shop.directory)) as repository,
        open_workshop(repository, repository.resolve(Range()).head) as workshop,
    ):
        ran = workshop.run(["../tools/speak"], "", 20.0)

        assert ran.status == 0
        assert str(shop.directory) not in ran.tail
