"""This module holds how work is spread over the cores of the machine."""

import atexit
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
# Starting a process costs as much as reading a few hundred files.
_FEWEST = 2


def spread_work(work: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
    """Do every task, in other processes where there are enough of them, and yield the results in their order."""
    waiting = iter(tasks)
    first = list(islice(waiting, _FEWEST))
    cores = _count_cores()
    if len(first) < _FEWEST or cores < 2:
        yield from map(work, first)
        yield from map(work, waiting)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(cores) as pool:
        pending = [pool.apply_async(work, (task,)) for task in first]
        for task in waiting:
            pending.append(pool.apply_async(work, (task,)))
            # Few tasks wait at a time: their contents would fill the memory.
            if len(pending) > 2 * cores:
                yield pending.pop(0).get()
        for result in pending:
            yield result.get()


def start_beside(arguments: Sequence[str]) -> Callable[[], None]:
    """Start ourselves with other arguments in a process of its own; return how to wait for its end.

    What it came to must be looked for: that it failed is not told.
    """
    if _count_cores() < 2:
        return lambda: None
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-P", "-m", "reviewer", *arguments]
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 - our own program

    def end() -> None:
        """Leave nothing behind, also where nobody waited."""
        process.kill()
        process.wait()

    atexit.register(end)

    def wait() -> None:
        process.wait()

    return wait


def _count_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
