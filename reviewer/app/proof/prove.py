"""This module holds the use case of `--prove`: faults are planted in changed functions, and the tests are run."""

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial

from reviewer.app.proof.bench import Bench
from reviewer.app.proof.test_command import TestCommand, parse_command
from reviewer.change.behaviour import ChangedFunction
from reviewer.change.testing.mutation import Fault, choose_faults
from reviewer.errors import ReviewerError
from reviewer.index.view import View
from reviewer.model.change import Revision
from reviewer.model.evidence import Mutant
from reviewer.ports import Workshop

# After so many faults in files that no test seems to load, and none noticed, the command looks elsewhere.
_DEAF = 3
_MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Proof:
    """What the user asked for: a test command, run in a folder of the repository, with its bounds.

    `open_workshop` copies a revision for it.
    """

    command: str
    folder: str
    seconds: float
    most: int
    open_workshop: Callable[[Revision], AbstractContextManager[Workshop]]


@dataclass(frozen=True, slots=True)
class Proved:
    """The faults that were planted, by function, and what a reader should know about those that were not."""

    mutants: Mapping[ChangedFunction, tuple[Mutant, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """One fault, the function it is in, and the command that should notice it."""

    function: ChangedFunction
    fault: Fault
    words: tuple[str, ...]


def prove_change(
    view: View,
    proof: Proof,
    holds: Callable[[str], bool] = lambda _: True,
    tell: Callable[[str], None] = lambda _: None,
) -> Proved:
    """Prove the changed functions of some paths by the tests that reach them, those with the most new lines first."""
    wanted = (function for function in view.changed_functions if holds(function.path))
    functions = sorted(wanted, key=lambda f: (-len(f.lines), f.path, f.line))
    proved = prove_functions(functions, partial(_find_tests, view), proof, view.change.head, tell)
    outcomes = [mutant.outcome for found in proved.mutants.values() for mutant in found]
    planted = "1 fault was" if len(outcomes) == 1 else f"{len(outcomes)} faults were"
    said = [f"{planted} planted, {outcomes.count('survived')} not noticed by any test"] if outcomes else []
    return replace(proved, notes=(*said, *proved.notes))


def prove_functions(
    functions: Sequence[ChangedFunction],
    tests_of: Callable[[ChangedFunction], Iterable[str]],
    proof: Proof,
    head: Revision,
    tell: Callable[[str], None] = lambda _: None,
) -> Proved:
    """Plant faults in functions, those that stand first being served first, and run the tests that reach them.

    `tests_of` returns the paths of those tests. Raises `ReviewerError` when the tests fail without any fault, or pass
    whatever the code says.
    """
    if not choose_faults(functions, 1):
        return Proved(notes=("nothing was proved: no changed line holds what a fault can be planted in",))
    tell("proving: copying the files")
    with proof.open_workshop(head) as workshop:
        command = parse_command(proof.command, proof.folder, workshop.exists)
        tasks, notes = _plan(functions, tests_of, command, proof.most)
        if not tasks:
            return Proved(notes=notes)
        roots = _find_roots({task.fault.path for task in tasks}, workshop.exists)
        bench = Bench(workshop, proof.folder, proof.seconds, roots)
        tell("proving: running the tests without any fault")
        tests = sorted({path for task in tasks for path in tests_of(task.function)})
        bench.run_before(command.narrow(tests) or command.words)
        return _work(tasks, bench, notes, tell)


def _find_tests(view: View, function: ChangedFunction) -> list[str]:
    return sorted({test.path for test in view.evidence_of(function).tests})


def _plan(
    functions: Iterable[ChangedFunction],
    tests_of: Callable[[ChangedFunction], Iterable[str]],
    command: TestCommand,
    most: int,
) -> tuple[list[_Task], tuple[str, ...]]:
    """Return the order of work, and what is left out of it."""
    commands = {function: command.narrow(tests_of(function)) for function in functions}
    unreached = sum(words is None for words in commands.values())
    reached = [function for function, words in commands.items() if words is not None]
    chosen, possible = choose_faults(reached, most), len(choose_faults(reached, _MOST_COUNTED))
    tasks = [_Task(function, fault, words) for function, fault in chosen if (words := commands[function]) is not None]
    notes = (
        [f"{most} of {possible} possible faults were chosen: --prove-mutants asks for more"] if possible > most else []
    )
    if unreached:
        what = "1 changed function" if unreached == 1 else f"{unreached} changed functions"
        notes.append(f"nothing was proved of {what}: no test that this command runs is known to reach that far")
    return tasks, tuple(notes)


def _work(tasks: Sequence[_Task], bench: Bench, notes: tuple[str, ...], tell: Callable[[str], None]) -> Proved:
    found: dict[ChangedFunction, tuple[Mutant, ...]] = {}
    unheard: list[str] = []
    count = Counter[str]()
    for task in tasks:
        tell(
            f"proving: {count.total()} of {len(tasks)} faults, {count['survived']} not noticed, {bench.left:.0f} s left"
        )
        outcome = bench.try_fault(task.fault, task.words)
        if outcome == "out of time":
            spent = f"the tests take {bench.usual:.1f} s, and --prove-seconds gave {bench.seconds:.0f}"
            notes = (*notes, f"{count.total()} of {len(tasks)} faults were planted: {spent}")
            break
        count[outcome] += 1
        if outcome == "not loaded":
            unheard.append(f"{task.function.symbol} in {task.fault.path}")
            _check_hearing(task.fault.path, count, len(tasks))
            continue
        fault = task.fault
        mutant = Mutant(fault.path, fault.line, fault.before, fault.after, outcome)
        found[task.function] = (*found.get(task.function, ()), mutant)
    deaf = (f"nothing was proved of {name}: the tests that seem to reach it do not load it" for name in unheard)
    return Proved(found, tuple(dict.fromkeys((*notes, *deaf))))


def _check_hearing(path: str, count: Counter[str], planned: int) -> None:
    """Raise an error when nothing that was done to the code has made any test fail."""
    unheard = count["not loaded"]
    if unheard == count.total() and unheard >= min(_DEAF, planned):
        raise ReviewerError(
            f"The tests pass although {path} in the copy is broken: the command does not look at the copy.",
            "An editable install or a built bundle leads to other files: let the tests import from where they run.",
        )


def _find_roots(paths: Iterable[str], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the folders that Python packages are imported from: those of the copy must come before installed ones."""
    roots = set()
    for path in paths:
        folder = posixpath.dirname(path)
        if not path.endswith(".py") or not (exists(posixpath.join(folder, "__init__.py")) or folder.endswith("src")):
            continue
        while folder and exists(posixpath.join(folder, "__init__.py")):
            folder = posixpath.dirname(folder)
        roots.add(folder)
    return tuple(sorted(roots))
