"""This module holds how expressions of workflows are answered: by GitHub's own evaluator, in a process of node."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "node_modules" / "@actions" / "expressions"
Contexts = Mapping[str, Any]


class WorkflowError(Exception):
    """What is wrong with a workflow, so that GitHub or this runner would not run it."""


def why_not() -> str:
    """Return why expressions cannot be answered on this machine, in words; empty where they can."""
    if not shutil.which("node"):
        return "node is not installed"
    if not PACKAGE.is_dir():
        return "GitHub's evaluator is not installed: npm ci --prefix tests/action"
    return ""


class Evaluator:
    """The evaluator; its process lives until `close`."""

    def __init__(self) -> None:
        command = ["node", str(HERE / "evaluate.mjs")]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def fill(self, text: str, contexts: Contexts) -> str:
        """Return a text with the values of its expressions in their places."""
        return str(self._ask("text", text, contexts, None)) if "${{" in text else text

    def holds(self, condition: str, contexts: Contexts, *, failed: bool = False) -> bool:
        """Tell whether the condition of a step or job holds; one that asks for no status asks for success."""
        status = {"success": not failed, "failure": failed, "cancelled": False, "always": True}
        return bool(self._ask("condition", condition, contexts, status))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, kind: str, text: str, contexts: Contexts, status: Mapping[str, bool] | None) -> object:
        assert self._process.stdin
        assert self._process.stdout
        asked = {"kind": kind, "text": text, "contexts": contexts, "status": status}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise WorkflowError(f"{answer['error']} (in: {text})")
        return answer["value"]
