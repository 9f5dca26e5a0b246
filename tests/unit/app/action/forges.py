"""This module holds a forge in memory: one pull request on which everything is allowed, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from reviewer.model.forge import CheckRun, LineComment, PullRequest, Remark, Talk, Thread
from reviewer.ports import Forge, Refused

HEAD, BASE = "a" * 40, "b" * 40
PULL = PullRequest(
    number=7,
    head=HEAD,
    base=BASE,
    base_branch="main",
    is_to_default=True,
    source="shop/shop",
    target="shop/shop",
    is_open=True,
)


@dataclass
class MemoryForge(Forge):
    """A pull request in memory. `log` lists what was written; methods named in `refuses` raise `Refused`."""

    pull: PullRequest = PULL
    said: Talk = field(default_factory=lambda: Talk("reviewer"))
    writers: tuple[str, ...] = ("ann", "sam")
    refuses: frozenset[str] = frozenset()
    log: list[tuple[str, object]] = field(default_factory=list)

    def pull_request(self, number: int) -> PullRequest:
        self._require(number, self.pull.head)
        return self.pull

    def talk(self, number: int) -> Talk:
        self._require(number, self.pull.head)
        return self.said

    def may_write(self, login: str) -> bool:
        return login in self.writers

    def blob(self, path: str, commit: str) -> str:
        return f"{path} of {commit}"

    def write_comment(self, number: int, body: str, comment: int | None = None) -> int:
        self._write("write_comment", body, number)
        remark = Remark(comment or 1000 + len(self.log), self.said.we, is_ours=True, body=body)
        others = tuple(other for other in self.said.remarks if other.id != remark.id)
        self.said = replace(self.said, remarks=(*others, remark))
        return remark.id

    def write_lines(self, number: int, commit: str, comments: Sequence[LineComment]) -> None:
        self._write("write_lines", tuple(comments), number, commit)
        for comment in comments:
            opening = Remark(2000 + len(self.said.threads), self.said.we, is_ours=True, body=comment.body)
            thread = Thread(f"T{opening.id}", is_resolved=False, resolved_by="", remarks=(opening,))
            self.said = replace(self.said, threads=(*self.said.threads, thread))

    def edit_lines(self, comment: int, body: str) -> None:
        self._write("edit_lines", (comment, body))

    def close_thread(self, thread: str, *, closed: bool = True) -> None:
        self._write("close_thread", (thread, closed))

    def write_check(self, check: CheckRun) -> None:
        self._write("write_check", check, commit=check.commit)

    def write_labels(self, number: int, add: Collection[str], remove: Collection[str]) -> None:
        self._write("write_labels", (sorted(add), sorted(remove)), number)

    def upload_sarif(self, commit: str, ref: str, log: str) -> None:
        self._write("upload_sarif", (ref, log), commit=commit)

    def acknowledge(self, comment: int) -> None:
        self._write("acknowledge", comment)

    def _write(self, what: str, value: object, number: int = PULL.number, commit: str = HEAD) -> None:
        self._require(number, commit)
        if what in self.refuses:
            raise Refused(f"{what} is not allowed")
        self.log.append((what, value))

    def _require(self, number: int, commit: str) -> None:
        if (number, commit) != (self.pull.number, self.pull.head):
            raise Refused("there is no such pull request")
