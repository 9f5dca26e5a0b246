"""This module holds how a repository's past is told to the fake, step by step and each at its time, without git.

    told = History(World(), "acme/shop")
    pull = told.open("Add refunds", by="ada", at="2026-03-02T09:00:00Z", lines=120)
    told.review(pull, by="bob", state="APPROVED", at="2026-03-02T11:00:00Z")
    told.push(pull, at="2026-03-02T12:00:00Z")              # the approval is stale now
    told.merge(pull, by="ada", at="2026-03-02T13:00:00Z", how="squash")

`told.world` is what `serve` takes. Every step takes `at`; without it, it is a second later than the step before.
"""

from collections.abc import Sequence
from typing import Literal

from tests.forge.git import Person
from tests.forge.memory import MemoryStore
from tests.forge.records import Draft, Issue, PullRequest, Repository, Review, Role, Team
from tests.forge.world import World

QUEUE = "github-merge-queue[bot]"
WEB = Person("GitHub", "noreply@github.com", "2026-01-05T09:00:00Z")
ROLES: dict[str, Role] = {"ada": "admin", "bob": "write", "cleo": "write", "dan": "read"}


class History:
    """A repository with a past. Its branch `main` begins with one commit."""

    def __init__(self, world: World, full_name: str, *, private: bool = True) -> None:
        self.world = world
        self.store = MemoryStore()
        self.name = full_name
        self.repository: Repository = world.add_repository(full_name, self.store.directory, private=private)
        self.repository.git = self.store
        self.repository.roles.update(ROLES)
        for login in ROLES:
            world.mails[f"{login}@example.com"] = world.account(login)
        self.store.move("main", self.store.add("Begin", self.person("ada")))

    def person(self, login: str, when: str = "") -> Person:
        """Return somebody as git knows them: with a mail that leads to the account."""
        return Person(login, f"{login}@example.com", when or self.world.tick())

    def open(
        self,
        title: str,
        *,
        by: str = "ada",
        at: str = "",
        body: str = "",
        lines: int = 10,
        draft: bool = False,
        branch: str = "",
        messages: Sequence[str] = ("Change",),
        authors: Sequence[str] = (),
        when: str = "",
        source: str | None = None,
    ) -> PullRequest:
        """Open a pull request with some commits, by its author or by others; `when` is what their clocks said."""
        self._begin(at)
        branch = branch or f"topic-{len(self.repository.pulls) + 1}"
        store = self.store if source is None else self._store_of(source)
        heads: list[str] = []
        for index, message in enumerate(messages):
            author = self.person((authors or [by])[index % len(authors or [by])], when)
            heads.append(store.add(message, author, *heads[-1:]))
        for one in {id(store): store, id(self.store): self.store}.values():
            one.known.update(store.known)
            one.move(branch, heads[-1], tuple(heads), lines)
        return self.world.open_pull_request(
            self.name, head=branch, title=title, body=body, by=by, draft=draft, source=source
        )

    def fork(self, full_name: str) -> Repository:
        """Add a fork."""
        fork = self.world.add_repository(full_name, self.store.directory, parent=self.name)
        fork.git = MemoryStore()
        return fork

    def push(
        self,
        pull: PullRequest,
        message: str = "More",
        *,
        by: str = "",
        at: str = "",
        force: bool = False,
        lines: int = 12,
    ) -> str:
        """Push a commit to a pull request; with force, in the place of all that were there."""
        self._begin(at)
        before = pull.head_sha
        old = () if force else self.store.brought[before]
        author = self.person(by or (pull.author.login if pull.author else "ghost"))
        sha = self.store.add(message, author, *old[-1:])
        self.store.move(pull.head_ref, sha, (*old, sha), lines)
        self.world.touch(pull)
        if force:
            more = {"beforeCommit": before, "afterCommit": sha}
            self.world.record(pull, "HEAD_REF_FORCE_PUSHED_EVENT", by=author.name, more=more)
        return sha

    def ask(self, pull: PullRequest, *, of: str, by: str = "ada", at: str = "", team: bool = False) -> None:
        """Ask somebody, or a team, for a review."""
        self._begin(at)
        wanted = Team(of) if team else self.world.account(of)
        self.world.record(pull, "REVIEW_REQUESTED_EVENT", by=by, more={"requestedReviewer": wanted})

    def review(
        self,
        pull: PullRequest,
        *,
        by: str,
        state: str = "COMMENTED",
        body: str = "",
        remarks: Sequence[str] = (),
        commit: str = "",
        at: str = "",
    ) -> Review:
        """Review a pull request, on its head or another commit; each remark is one on the first line."""
        self._begin(at)
        drafts = [Draft("src/code.py", remark, 1) for remark in remarks]
        return self.world.review(pull, drafts, by=by, body=body, state=state, commit=commit or None)

    def dismiss(self, review: Review, *, by: str = "ada", at: str = "") -> None:
        """Dismiss a review: what it was is known from the event alone."""
        self._begin(at)
        more = {"previousReviewState": review.state, "review": review}
        self.world.record(review.pull, "REVIEW_DISMISSED_EVENT", by=by, more=more)
        review.state = "DISMISSED"

    def merge(
        self,
        pull: PullRequest,
        *,
        by: str = "ada",
        at: str = "",
        how: Literal["merge", "squash", "rebase"] = "merge",
        queued_by: str = "",
    ) -> str:
        """Merge a pull request, by hand or through the queue, and return the commit that GitHub names."""
        self._begin(at)
        main, heads, now = self.store.branches["main"], self.store.brought[pull.head_sha], self.world.tick()
        if queued_by:
            more = {"enqueuer": self.world.account(queued_by)}
            self.world.record(pull, "ADDED_TO_MERGE_QUEUE_EVENT", by=queued_by, more=more)
            by = QUEUE
        if how == "merge":
            message = f"Merge pull request #{pull.number}\n\n{pull.title}"
            main = self.store.add(message, self.person(by, now), main, heads[-1], committer=WEB)
        elif how == "squash":
            author = self.store.known[heads[0]].author
            main = self.store.add(f"{pull.title} (#{pull.number})", author, main, committer=WEB)
        for sha in heads if how == "rebase" else ():
            commit = self.store.known[sha]
            main = self.store.add(commit.message, commit.author, main, committer=WEB)
        self.store.branches["main"] = main
        self.world.close(pull, by=by, merge_commit=main)
        return main

    def push_to_main(self, message: str, *, by: str = "ada", at: str = "") -> str:
        """Push a commit to `main` without a pull request: GitHub's lists tell nothing of it."""
        self._begin(at)
        self.store.branches["main"] = self.store.add(message, self.person(by), self.store.branches["main"])
        return self.store.branches["main"]

    def open_bug(self, title: str, *, by: str = "dan", at: str = "") -> Issue:
        """Open an issue with the label `bug`."""
        self._begin(at)
        return self.world.open_issue(self.name, title=title, by=by, labels=["bug"])

    def say(self, where: PullRequest | Issue, text: str, *, by: str | None = "ada", at: str = "") -> None:
        """Comment in a conversation."""
        self._begin(at)
        self.world.comment(where, text, by=by)

    def _store_of(self, full_name: str) -> MemoryStore:
        store = self.world.repository(full_name).git
        assert isinstance(store, MemoryStore)
        return store

    def _begin(self, at: str) -> None:
        if at:
            self.world.set_clock(at)
