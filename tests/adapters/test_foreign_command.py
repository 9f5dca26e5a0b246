"""A foreign command is bounded in time, in output and in what it leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Timer

import pytest

from reviewer.adapters.proving.process import run_command, turn_end_into_interrupt
from reviewer.errors import ReviewerError
from reviewer.ports import Run

SLEEP = "import time; time.sleep(600)"


def run(code: str, folder: Path, limit: float = 20.0, kept: int = 1000, **more: str) -> Run:
    environment: Mapping[str, str] = {"PATH": os.environ["PATH"], **more}
    return run_command([sys.executable, "-c", code], folder, environment, limit, kept)


def is_alive(number: int) -> bool:
    """Tell whether a process runs; a dead one that nobody asked about counts as gone."""
    stat = Path(f"/proc/{number}/stat")
    if not stat.parent.parent.joinpath("self").exists():
        return subprocess.run(["ps", "-p", str(number)], capture_output=True, check=False).returncode == 0
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_status_and_both_outputs_are_reported_in_their_order(tmp_path: Path) -> None:
    ran = run("import os, sys; os.write(1, b'one '); os.write(2, b'two'); sys.exit(7)", tmp_path)

    assert (ran.status, ran.tail) == (7, "one two")
    assert 0 < ran.seconds < 20


def test_nobody_can_be_asked(tmp_path: Path) -> None:
    assert run("import sys; print(repr(sys.stdin.read()))", tmp_path).tail == "''\n"


def test_only_the_end_of_much_output_is_kept(tmp_path: Path) -> None:
    code = "import os\nfor _ in range(400): os.write(1, b'x' * 65536)\nos.write(1, b'the end')"
    ran = run(code, tmp_path, kept=100)

    assert ran.status == 0
    assert ran.tail == "x" * 93 + "the end"


def test_a_command_that_hangs_is_stopped(tmp_path: Path) -> None:
    ran = run(f"print('begun', flush=True); {SLEEP}", tmp_path, limit=0.3)

    assert (ran.status, ran.tail.strip()) in [(None, "begun"), (None, "")]
    assert ran.seconds < 10


def test_a_command_that_will_not_hear_is_killed(tmp_path: Path) -> None:
    code = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"
    ran = run(code, tmp_path, limit=0.5)

    assert ran.status is None
    assert ran.seconds < 10


def test_a_command_that_hangs_and_prints_is_stopped(tmp_path: Path) -> None:
    ran = run("while True: print('again')", tmp_path, limit=0.3, kept=50)

    assert ran.status is None
    assert len(ran.tail) <= 50


@pytest.mark.parametrize("limit", [0.5, 20.0], ids=["hangs", "ends"])
def test_children_end_with_the_command(tmp_path: Path, limit: float) -> None:
    """They hold its output open and do not listen to SIGTERM."""
    child = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"
    code = (
        "import os, subprocess, sys, pathlib\n"
        f"started = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        "pathlib.Path('child').write_text(str(started.pid))\n"
        f"if {limit} < 1: started.wait()\n"
        "os._exit(0)\n"
    )
    ran = run(code, tmp_path, limit=limit)

    assert ran.status == (None if limit < 1 else 0)
    assert ran.seconds < 15
    if (tmp_path / "child").exists():
        assert not is_alive(int((tmp_path / "child").read_text()))


def test_a_daemon_that_keeps_the_output_open_is_not_waited_for(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, pathlib\n"
        f"started = subprocess.Popen([sys.executable, '-c', {SLEEP!r}], start_new_session=True)\n"
        "pathlib.Path('child').write_text(str(started.pid))\n"
    )
    ran = run(code, tmp_path)
    os.kill(int((tmp_path / "child").read_text()), signal.SIGKILL)

    assert ran.status == 0
    assert ran.seconds < 10


@pytest.fixture
def heard() -> Iterator[None]:
    """A shell starts what runs in the background deaf to an interrupt: here it is heard all the same."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_ends_the_command(tmp_path: Path, number: signal.Signals) -> None:
    me = os.getpid()
    marker = tmp_path / "child"
    code = (
        f"import os, pathlib; pathlib.Path('child').write_text(str(os.getpid())); os.kill({me}, {int(number)}); {SLEEP}"
    )

    with turn_end_into_interrupt(), pytest.raises(KeyboardInterrupt):
        run(code, tmp_path)

    assert not is_alive(int(marker.read_text()))


def test_handlers_are_what_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with turn_end_into_interrupt():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before
    heard: list[object] = []

    def enter() -> None:
        with turn_end_into_interrupt():
            heard.append(signal.getsignal(signal.SIGTERM))

    timer = Timer(0, enter)
    timer.start()
    timer.join()
    assert heard == [before]


@pytest.mark.parametrize(("name", "said"), [("no-such-command", "no command"), ("./plain", "cannot be started")])
def test_what_cannot_be_started_is_said(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "plain").write_text("no program")
    with pytest.raises(ReviewerError, match=said):
        run_command([name], tmp_path, {"PATH": os.environ["PATH"]}, 5.0)
