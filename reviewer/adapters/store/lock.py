"""This module holds the lock of a repository in the store: one process collects, any number reads."""

import contextlib
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from reviewer.adapters.store.disk import telling
from reviewer.errors import ReviewerError


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock. Raises `ReviewerError` when another process does.

    The lock is the system's: it ends with its process, however that ends, so a file that is left behind locks nothing.
    What stands in it only says who holds it.
    """
    with telling(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _refuse(path, os.read(descriptor, 1_000)) from None
        with telling(path):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _refuse(path: Path, said: bytes) -> ReviewerError:
    try:
        told = json.loads(said)
        who = f"process {int(told['pid'])} on '{str(told['host'])[:100]}'"
    except (ValueError, KeyError, TypeError):
        who = "another process"
    return ReviewerError(f"{who} is collecting into '{path.parent}'.", "Wait until it is done, or end it.")
