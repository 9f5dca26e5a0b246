"""The store: nothing is lost or half there whatever happens, readers never wait, and what is foreign is told."""

import errno
import json
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reviewer.adapters.store import StoredRepository, ask, connect, default_folder, export_tables, open_store
from reviewer.adapters.store.disk import Disk
from reviewer.adapters.store.manifest import FILE, encode_manifest, read_manifest
from reviewer.errors import ReviewerError
from reviewer.model.facts import SCHEMA, TABLES, Issue, Row, Time, list_columns
from reviewer.model.manifest import Coverage, Manifest
from reviewer.ports import Record

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here cuts the power, so none has to wait for the disk."""
    monkeypatch.setattr("os.fsync", lambda _: None)


def _issue(number: int, title: str = "") -> Issue:
    return Issue(
        number=number,
        title=title,
        state="open",
        reason=None,
        author=None,
        author_kind="ghost",
        created=Time(1),
        updated=None,
        closed=None,
        labels=("bug", "é"),
        type=None,
    )


def _manifest(now: int = 7) -> Manifest:
    return Manifest(host="github.com", name="shop/till", written=now)


def _repository(folder: Path, disk: Disk | None = None) -> StoredRepository:
    return open_store(folder, disk=disk).repository("shop/till")


def _titles(repository: StoredRepository) -> list[str]:
    with connect([repository]) as database:
        return [str(title) for (title,) in database.execute("SELECT title FROM issues ORDER BY number").fetchall()]


class Breaking(Disk):
    """A disk that fails at one of its steps, before it or half-way, and at all after it. It names its steps."""

    def __init__(self, step: int, fault: BaseException, *, torn: bool) -> None:
        self.steps: list[str] = []
        self._step, self._fault, self._torn = step, fault, torn

    def _fails(self, path: Path) -> bool:
        self.steps.append(path.name)
        return len(self.steps) >= self._step

    def make_folder(self, folder: Path) -> None:
        if self._fails(folder):
            raise self._fault
        super().make_folder(folder)

    def write(self, path: Path, parts: Iterable[bytes]) -> None:
        if self._fails(path):
            data = b"".join(parts)
            super().write(path, [data[: len(data) // 2]] if self._torn else [])
            raise self._fault
        super().write(path, parts)

    def add(self, path: Path, data: bytes) -> None:
        if self._fails(path):
            super().add(path, data[: len(data) // 2])
            raise self._fault
        super().add(path, data)

    def rename(self, old: Path, new: Path) -> None:
        if self._fails(new):
            if self._torn:
                super().rename(old, new)
            raise self._fault
        super().rename(old, new)

    def keep(self, path: Path) -> None:
        if self._fails(path):
            raise self._fault
        super().keep(path)

    def sync(self, path: Path) -> None:
        if self._fails(path):
            raise self._fault
        super().sync(path)

    def remove(self, path: Path) -> None:
        if self._fails(path):
            if self._torn and path.is_dir():
                next(path.iterdir()).unlink()
            raise self._fault
        super().remove(path)


class Killed(BaseException):
    """The end of a process between two steps."""


def _collect(repository: StoredRepository, turns: Iterable[int]) -> None:
    """Collect in turns: each appends a record and writes facts of all that is there."""
    with repository.lock():
        for turn in turns:
            repository.archive("github").append([Record("issue", f"{turn}", turn, {})], {"turn": turn})
            rows = [
                _issue(int(record.key), f"turn {record.key}")
                for record in repository.archive("github").records("issue")
            ]
            repository.write(rows, _manifest(turn))


def _list_steps(folder: Path) -> list[int]:
    """Return the steps of two turns; of those that are alike for every table, those of one."""
    disk = Breaking(10**6, Killed(), torn=False)
    _collect(_repository(folder / "counted", disk), (1, 2))
    others = set(TABLES) - {"issues"}
    return [step for step, name in enumerate(disk.steps, 1) if name.partition(".")[0] not in others]


@pytest.mark.parametrize(
    ("fault", "torn"),
    [(Killed(), False), (OSError(errno.ENOSPC, "No space left on device"), True)],
    ids=["killed", "full"],
)
def test_an_end_at_any_step_loses_nothing_and_leaves_nothing_half_done(
    tmp_path: Path,
    fault: BaseException,
    torn: bool,  # noqa: FBT001
) -> None:
    steps = _list_steps(tmp_path)
    assert len(steps) > 30
    for step in steps:
        folder = tmp_path / f"{step}"
        with pytest.raises((Killed, ReviewerError)):
            _collect(_repository(folder, Breaking(step, fault, torn=torn)), (1, 2))
        repository = _repository(folder)
        kept = repository.archive("github")
        turn = int(kept.state().get("turn", 0))
        assert [record.key for record in kept.records("issue")] == [f"{n}" for n in range(1, turn + 1)]
        manifest = repository.manifest()
        written = manifest.written if manifest else 0
        assert turn - 1 <= written <= turn
        if manifest:
            assert manifest.counts["issues"] == written
            assert _titles(repository) == [f"turn {n}" for n in range(1, written + 1)]
        _collect(repository, (turn + 1,))
        assert _titles(repository) == [f"turn {n}" for n in range(1, turn + 2)]
        assert len(list((repository.folder / "facts").iterdir())) <= 2
        assert list(folder.rglob("*.part")) == []


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(ReviewerError, match="No space left on device") as told:
        _repository(tmp_path, Breaking(2, full, torn=True)).archive("github").append([Record("pull", "1", 1, {})], {})

    assert "Make room" in told.value.hint


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")

    with pytest.raises(ReviewerError, match="cannot be written"), _repository(tmp_path / "store").lock():
        pass


def test_nothing_is_written_by_opening_and_reading(tmp_path: Path) -> None:
    repository = _repository(tmp_path / "store")

    assert list(repository.archive("github").records("pull")) == []
    assert repository.manifest() is None
    assert open_store(tmp_path / "store").repositories() == ()
    assert not (tmp_path / "store").exists()


def test_what_is_kept_is_for_the_user_alone(tmp_path: Path) -> None:
    _collect(_repository(tmp_path / "store"), (1, 2))

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "store").rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "store").rglob("*") if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.parametrize(
    "name", ["till", "", "a/b/..", "../a/b", "a/..", "a/../b", "/a/b", "a//b", "a/b c", "a/b\0", "a/é", "a./b", "a/b/"]
)
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReviewerError, match="no name of a repository"):
        open_store(tmp_path).repository(name)


@pytest.mark.parametrize("host", ["", "..", "a/b", "a..b", "-a", "a b", "host:99999999"])
def test_a_host_that_is_none_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(ReviewerError, match="no name of a host"):
        open_store(tmp_path).repository("a/b", host)


def test_repositories_are_found_again_by_host_and_name(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for name, host in (
        ("Shop/Till", "github.com"),
        ("group/sub/till", "git.example.org:8443"),
        ("a/.github", "github.com"),
    ):
        repository = store.repository(name, host)
        repository.write([], Manifest(host=repository.host, name=repository.name, written=1))

    found = [(repository.host, repository.name) for repository in store.repositories()]
    assert found == [
        ("git.example.org:8443", "group/sub/till"),
        ("github.com", "a/.github"),
        ("github.com", "shop/till"),
    ]


def test_the_store_lies_with_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert default_folder() == Path("/data/reviewer")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert default_folder() == Path.home() / ".local" / "share" / "reviewer"


# --- segments


@pytest.fixture
def kept(tmp_path: Path) -> StoredRepository:
    """A repository with two segments."""
    repository = _repository(tmp_path)
    for turn in (1, 2):
        repository.archive("github").append(
            [Record("pull", f"{n}", turn, {"body": "x" * 900}) for n in range(100)], {"turn": turn}
        )
    return repository


def _segments(repository: StoredRepository) -> list[Path]:
    return sorted((repository.folder / "raw" / "github").iterdir())


def _read_all(repository: StoredRepository) -> list[Record]:
    archive = repository.archive("github")
    return [*archive.records("pull")] if archive.state() == {"turn": 2} else []


def test_a_segment_that_is_cut_short_anywhere_is_never_read_as_a_whole_one(kept: StoredRepository) -> None:
    path = _segments(kept)[0]
    whole = path.read_bytes()
    assert len(_read_all(kept)) == 100
    for length in (*range(0, len(whole), 97), len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ReviewerError, match="not a whole segment") as told:
            _read_all(kept)
        assert "collect anew" in told.value.hint


def test_a_segment_with_a_byte_changed_is_never_read_as_another(kept: StoredRepository) -> None:
    before = _read_all(kept)
    path = _segments(kept)[1]
    whole = path.read_bytes()
    for place in range(0, len(whole), 41):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        # Some bytes mean nothing, such as the name of a system.
        with suppress(ReviewerError):
            assert _read_all(kept) == before


def test_a_foreign_file_is_told_and_not_passed_over(kept: StoredRepository) -> None:
    (kept.folder / "raw" / "github" / "notes.txt").write_text("mine")

    with pytest.raises(ReviewerError, match=r"notes\.txt' is no segment"):
        kept.archive("github").state()


def test_a_segment_that_is_gone_is_told(kept: StoredRepository) -> None:
    _segments(kept)[0].unlink()

    with pytest.raises(ReviewerError, match="lacks its segment 00000001"):
        kept.archive("github").append([], {})


def test_a_segment_of_a_later_version_is_refused(kept: StoredRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.adapters.store.segment.SCHEMA", "reviewer.raw/2")
    kept.archive("github").append([], {})
    monkeypatch.undo()

    with pytest.raises(ReviewerError, match=r"reviewer\.raw/2") as told:
        kept.archive("github").state()
    assert "later" in told.value.hint


def test_a_segment_is_lines_of_json_for_any_other_tool(kept: StoredRepository) -> None:
    done = subprocess.run(["gzip", "-dc", str(_segments(kept)[0])], capture_output=True, check=True)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("key") for line in lines[:-2]] == [f"{n}" for n in range(100)]
    assert lines[-2]["state"] == {"turn": 1}


def test_equal_records_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _collect(_repository(tmp_path / name), (1, 2, 3))

    def read(name: str) -> dict[str, bytes]:
        paths = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        return {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in paths}

    assert read("one") == read("two")


# --- the lock


_HOLD = """
import sys
from pathlib import Path
from reviewer.adapters.store import open_store
with open_store(Path(sys.argv[1])).repository("shop/till").lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_second_collect_says_who_collects_and_stops(tmp_path: Path, holder: "subprocess.Popen[bytes]") -> None:
    with (
        pytest.raises(ReviewerError, match=f"process {holder.pid} on '.+' is collecting into"),
        _repository(tmp_path).lock(),
    ):
        pass


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path, holder: "subprocess.Popen[bytes]") -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert str(holder.pid) in (_repository(tmp_path).folder / "lock").read_text()

    _collect(_repository(tmp_path), (1,))
    assert _titles(_repository(tmp_path)) == ["turn 1"]


def test_readers_need_no_lock(tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    _collect(repository, (1,))

    with repository.lock():
        assert _titles(_repository(tmp_path)) == ["turn 1"]


_READ = """
import sys
from pathlib import Path
from reviewer.adapters.store import connect, open_store
repository = open_store(Path(sys.argv[1])).repository("shop/till")
for turn in sys.stdin:
    for _ in range(3):
        with connect([repository]) as database:
            written = database.execute("SELECT written FROM repositories").fetchone()[0]
            question = "SELECT count(*), min(title), max(title) FROM issues"
            seen = {database.execute(question).fetchone() for _ in range(3)}
        assert seen == {(100 + written, f"turn {written}", f"turn {written}")}, (written, seen)
        assert written in (int(turn) - 1, int(turn)), (written, turn)
    print("whole", flush=True)
"""


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    """Two processes that read the facts three times for each turn that they are told of."""
    command = [sys.executable, "-c", _READ, str(tmp_path)]
    pipe = subprocess.PIPE
    found = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, bufsize=1) for _ in range(2)]
    yield found
    for reader in found:
        reader.kill()
        reader.communicate()


def test_readers_see_whole_facts_while_a_writer_works(tmp_path: Path, readers: list["subprocess.Popen[str]"]) -> None:
    def write(turn: int) -> None:
        _repository(tmp_path).write((_issue(n, f"turn {turn}") for n in range(100 + turn)), _manifest(turn))

    write(1)
    for turn in range(2, 12):
        for reader in readers:
            assert reader.stdin is not None
            reader.stdin.write(f"{turn}\n")
        write(turn)
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "whole\n"


def test_who_opened_the_facts_before_goes_on_reading_them(tmp_path: Path) -> None:
    repository = _repository(tmp_path)
    _collect(repository, (1, 2))
    with connect([repository]) as database:
        _collect(repository, (3,))
        assert database.execute("SELECT count(*) FROM issues").fetchone() == (2,)
    assert len(_titles(repository)) == 3


# --- the manifest


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    coverage = (Coverage("github", 0, 99, ("pulls", "reviews")), Coverage("git", None, None, ("main",)))
    manifest = Manifest(
        host="github.com",
        name="shop/till",
        written=9,
        node="R_1",
        names=("Old/Till", "Shop/Till"),
        default_branch="main",
        coverage=coverage,
        unknown=("size",),
        generation=3,
        counts=dict.fromkeys(TABLES, 2),
    )
    (tmp_path / FILE).write_bytes(encode_manifest(manifest))

    assert read_manifest(tmp_path / FILE) == manifest


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", f'{{"schema": "{SCHEMA}"}}', "\x00\xff"])
def test_a_broken_manifest_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="latin-1")

    with pytest.raises(ReviewerError, match="no manifest of facts"):
        read_manifest(tmp_path / FILE)


def test_a_manifest_of_a_later_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"schema": "reviewer.facts/99"}')

    with pytest.raises(ReviewerError, match=r"reviewer\.facts/99") as told:
        read_manifest(tmp_path / FILE)
    assert "later" in told.value.hint


def test_a_manifest_of_an_older_version_is_brought_forward_step_by_step(tmp_path: Path) -> None:
    told = json.loads(encode_manifest(Manifest("github.com", "shop/till", 9, counts=dict.fromkeys(TABLES, 0))))
    del told["unknown"], told["names"]
    (tmp_path / FILE).write_text(json.dumps({**told, "schema": "reviewer.facts/-1"}))
    migrations: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
        "reviewer.facts/-1": lambda old: {**old, "schema": "reviewer.facts/0", "unknown": []},
        "reviewer.facts/0": lambda old: {**old, "schema": SCHEMA, "names": ["shop/till"]},
    }

    read = read_manifest(tmp_path / FILE, migrations)
    assert read is not None
    assert (read.names, read.written) == (("shop/till",), 9)


# --- rows and questions


def test_text_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    hostile = ["\x00nul", "half \ud83d", "\udc80", "'; DROP TABLE issues; --", '"{}\\', "\u2028\r\n", "😀" * 10]
    _repository(tmp_path).write([_issue(n, text) for n, text in enumerate(hostile)], _manifest())

    assert _titles(_repository(tmp_path)) == ["\ufffdnul", "half \ufffd", "\ufffd", *hostile[3:]]


def test_every_column_can_be_asked_for_by_its_plain_name(tmp_path: Path) -> None:
    _repository(tmp_path).write([], _manifest())

    with connect([_repository(tmp_path)]) as database:
        for table in TABLES:
            names = ["repository", *(column.name for column in list_columns(table))]
            assert ask(database, f"SELECT {', '.join(names)} FROM {table}")[0] == tuple(names)  # noqa: S608


def test_many_repositories_are_read_as_one(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for n in range(12):
        name = f"shop/till{n}"
        store.repository(name).write([_issue(n)], Manifest("github.com", name, 1, counts={}))

    with connect(store.repositories()) as database:
        rows = database.execute("SELECT repository, number FROM issues ORDER BY number").fetchall()
    assert rows == [(f"shop/till{n}", n) for n in range(12)]


@pytest.mark.parametrize(
    "question",
    [
        "COPY issues TO '{}' (FORMAT parquet, USE_TMP_FILE false)",
        "SELECT 1; COPY issues TO '{}'",
        "EXPLAIN ANALYZE COPY issues TO '{}' (FORMAT parquet, USE_TMP_FILE false)",
        "ATTACH '{}.db' AS other",
        "EXPORT DATABASE '{}.d'",
        "INSTALL httpfs",
        "DROP VIEW issues",
        "CREATE TABLE t AS SELECT 1",
        "SET memory_limit = '100GB'",
        "",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM nowhere",
        "SELECT 1 +",
    ],
)
def test_a_question_only_reads_the_facts(tmp_path: Path, question: str) -> None:
    repository = _repository(tmp_path)
    _collect(repository, (1,))
    manifest = repository.manifest()
    assert manifest is not None
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}

    with connect([repository]) as database, pytest.raises(ReviewerError):
        list(ask(database, question.format(repository.tables(manifest)["issues"]))[1])
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()} == before


@pytest.mark.parametrize("form", ["parquet", "csv", "ndjson"])
def test_tables_are_written_out_for_other_tools(tmp_path: Path, form: str) -> None:
    rows: list[Row] = [_issue(1, 'a, "b"')]
    _repository(tmp_path / "store").write(rows, _manifest())

    with connect([_repository(tmp_path / "store")], tmp_path / "out") as database:
        paths = export_tables(database, tmp_path / "out", form)
    assert {path.name for path in paths} == {f"{table}.{form}" for table in ("repositories", "coverage", *TABLES)}
    assert all(path.is_file() for path in paths)
    assert b"a, " in (tmp_path / "out" / f"issues.{form}").read_bytes()


def test_facts_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="there are no facts of 'shop/till'"):
        connect([_repository(tmp_path)])
    with pytest.raises(ReviewerError, match="holds no facts"):
        connect([])
