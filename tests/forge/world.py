"""This module holds the world of the fake: what exists, and the few verbs by which a test or a request changes it."""

import base64
import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from tests.forge.git import GitStore
from tests.forge.records import (
    Access,
    Account,
    App,
    CheckRun,
    Comment,
    Draft,
    Event,
    Issue,
    Json,
    Label,
    Permission,
    PullRequest,
    Rate,
    Reaction,
    Repository,
    Review,
    ReviewComment,
    Role,
    Sarif,
    Thread,
    Token,
)

ACTIONS = "github-actions[bot]"
_ACTIONS_ID = 41898282
_FIRST_MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)
# Ids of comments have left 32 bits long ago: a client that reads them as `Int` from GraphQL shall fail here too.
_FIRST_ID = 3_100_000_000

_Node = TypeVar("_Node")


class World:
    """Everything on the fake GitHub. Equal calls give equal ids and times."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.repositories: dict[str, Repository] = {}
        self.renamed: dict[str, Repository] = {}
        self.nodes: dict[str, Any] = {}
        self.mails: dict[str, Account] = {}
        self.apps: dict[str, App] = {}
        self.points, self.requests = Rate(), Rate()
        self._seconds = 0
        self._ids = itertools.count(_FIRST_ID)
        self._small_ids = itertools.count(1001)
        self.account(ACTIONS, "Bot")

    def account(
        self,
        login: str,
        type: Literal["User", "Bot", "Organization"] | None = None,  # noqa: A002 - GitHub's word
    ) -> Account:
        """Return an account, creating it at the first time it is named; `x[bot]` is a bot."""
        if login not in self.accounts:
            number = _ACTIONS_ID if login == ACTIONS else next(self._small_ids)
            kind = type or ("Bot" if login.endswith("[bot]") else "User")
            node = self._name({"User": "U", "Bot": "BOT", "Organization": "O"}[kind], number)
            self.accounts[login] = self._keep(Account(number, node, login, kind))
        return self.accounts[login]

    def token(
        self, name: str, *, permissions: Mapping[Permission, Access], login: str = ACTIONS, repository: str = ""
    ) -> str:
        """Make a token known, for all repositories or one, and return its name: what a client sends."""
        self.tokens[name] = Token(self.account(login), dict(permissions), repository)
        return name

    def add_repository(
        self,
        full_name: str,
        git_dir: Path,
        *,
        default_branch: str = "main",
        private: bool = True,
        parent: str | None = None,
        roles: Mapping[str, Role] | None = None,
    ) -> Repository:
        """Add a repository with a git directory below it; `parent` makes it a fork, `roles` says who may do what."""
        number = next(self._small_ids)
        for login in roles or ():
            self.account(login)
        repository = Repository(
            id=number,
            node_id=self._name("R", number),
            full_name=full_name,
            owner=self.account(full_name.partition("/")[0]),
            git=GitStore(git_dir),
            default_branch=default_branch,
            is_private=private,
            created_at=self.tick(),
            parent=self.repository(parent) if parent else None,
            roles=dict(roles or {}),
        )
        self.repositories[full_name.lower()] = self._keep(repository)
        return repository

    def repository(self, full_name: str) -> Repository:
        """Return a repository by its name, in whatever case."""
        return self.repositories[full_name.lower()]

    def rename_repository(self, full_name: str, name: str) -> None:
        """Give a repository another full name; the old one leads there until it is given to another."""
        repository = self.repositories.pop(full_name.lower())
        repository.full_name = name
        repository.owner = self.account(name.partition("/")[0])
        self.renamed[full_name.lower()] = self.repositories[name.lower()] = repository

    def delete_account(self, login: str) -> None:
        """Delete an account: what it wrote stays, and nobody wrote it."""
        gone = self.accounts.pop(login)
        for node in self.nodes.values():
            for name in ("author", "actor", "merged_by"):
                if getattr(node, name, None) is gone:
                    setattr(node, name, None)

    def delete_repository(self, full_name: str) -> None:
        """Delete a repository: what came from it into others stays there."""
        self.repositories.pop(full_name.lower()).is_deleted = True

    def open_pull_request(
        self,
        full_name: str,
        *,
        head: str,
        base: str | None = None,
        source: str | None = None,
        title: str = "A change",
        body: str | None = None,
        by: str = "ada",
        draft: bool = False,
        number: int | None = None,
    ) -> PullRequest:
        """Open a pull request from the branch `head`, of the fork `source` if given."""
        repository = self.repository(full_name)
        key, now = next(self._ids), self.tick()
        pull = PullRequest(
            id=key,
            node_id=self._name("PR", key),
            number=number or max((*repository.pulls, *repository.issues), default=0) + 1,
            repository=repository,
            head_repository=self.repository(source) if source else repository,
            head_ref=head,
            base_ref=base or repository.default_branch,
            title=title,
            body=body,
            author=self.account(by),
            created_at=now,
            updated_at=now,
            is_draft=draft,
        )
        repository.pulls[pull.number] = self._keep(pull)
        return pull

    def open_issue(self, full_name: str, *, title: str, by: str = "ada", labels: Sequence[str] = ()) -> Issue:
        """Open an issue."""
        repository = self.repository(full_name)
        key, now = next(self._ids), self.tick()
        number = max((*repository.pulls, *repository.issues), default=0) + 1
        issue = Issue(key, self._name("I", key), number, repository, title, None, self.account(by), now, now)
        issue.labels += [self.define_label(repository, label) for label in labels]
        repository.issues[number] = self._keep(issue)
        return issue

    def close_issue(self, issue: Issue) -> None:
        """Close an issue."""
        issue.state, issue.closed_at = "closed", self.touch(issue)

    def comment(self, pull: PullRequest | Issue, body: str, *, by: str | None = "ada") -> Comment:
        """Write in the conversation; without an author, as by an account that is gone."""
        key, now = next(self._ids), self.touch(pull)
        author = self.account(by) if by else None
        comment = Comment(key, self._name("IC", key), pull, author, body, now, now)
        pull.comments.append(self._keep(comment))
        return comment

    def review(
        self,
        pull: PullRequest,
        comments: Sequence[Draft] = (),
        *,
        by: str = "ada",
        body: str = "",
        state: str = "COMMENTED",
        commit: str | None = None,
    ) -> Review:
        """Write a review; every comment begins a thread."""
        key, now = next(self._ids), self.touch(pull)
        commit = commit or pull.head_sha
        at = None if state == "PENDING" else now
        review = Review(key, self._name("PRR", key), pull, self.account(by), body, state, commit, at, now)
        pull.reviews.append(self._keep(review))
        for draft in comments:
            thread = self._keep(Thread(self._name("PRRT", next(self._ids)), pull))
            pull.threads.append(thread)
            self._write_line(review, thread, draft)
        return review

    def begin_thread(self, pull: PullRequest, path: str, line: int, body: str, *, by: str = "ada") -> Thread:
        """Comment on one line of the new side, as from the page of the changed files."""
        self.review(pull, [Draft(path, body, line)], by=by)
        return pull.threads[-1]

    def reply(self, thread: Thread, body: str, *, by: str = "ada") -> ReviewComment:
        """Answer in a thread."""
        first = thread.comments[0]
        review = self.review(thread.pull, by=by)
        draft = Draft(first.path, body, first.line, first.side, first.start_line, first.start_side)
        return self._write_line(review, thread, draft)

    def _write_line(self, review: Review, thread: Thread, draft: Draft) -> ReviewComment:
        pull, key, now = thread.pull, next(self._ids), self.tick()
        file = next(one for one in pull.store.changed_files(pull.base_sha, review.commit) if one.path == draft.path)
        hunk = file.find(draft.side, draft.line)
        assert hunk, f"{draft.path}:{draft.line} is not in the difference"
        comment = ReviewComment(
            key,
            self._name("PRRC", key),
            pull,
            review.author,
            draft.body,
            now,
            now,
            review=review,
            thread=thread,
            path=draft.path,
            line=draft.line,
            side=draft.side,
            start_line=draft.start_line,
            start_side=draft.start_side or (draft.side if draft.start_line else None),
            commit=review.commit,
            hunk=hunk.cut(draft.side, draft.line),
        )
        thread.comments.append(self._keep(comment))
        return comment

    def edit(self, comment: Comment, body: str) -> None:
        """Replace the text of any comment."""
        comment.body, comment.updated_at = body, self.touch(comment.pull)

    def resolve(self, thread: Thread, *, by: str = "ada", closed: bool = True) -> None:
        """Resolve a thread, or open it again."""
        self.touch(thread.pull)
        thread.is_resolved, thread.resolved_by = closed, self.account(by) if closed else None

    def react(self, comment: Comment, content: str, *, by: str = "ada") -> tuple[Reaction, bool]:
        """React to a comment; the same reaction of the same person is not repeated (second value false)."""
        for reaction in comment.reactions:
            if (reaction.user.login, reaction.content) == (by, content):
                return reaction, False
        key = next(self._small_ids)
        reaction = Reaction(key, self._name("REA", key), self.account(by), content, self.tick())
        comment.reactions.append(self._keep(reaction))
        return reaction, True

    def define_label(self, repository: Repository, name: str) -> Label:
        """Return a label of a repository, creating it if it does not exist; case does not matter."""
        if name.lower() not in repository.labels:
            key = next(self._small_ids)
            repository.labels[name.lower()] = self._keep(Label(key, self._name("LA", key), name))
        return repository.labels[name.lower()]

    def label(self, pull: PullRequest, name: str, *, by: str = "ada") -> None:
        """Put a label on a pull request."""
        label = self.define_label(pull.repository, name)
        if label not in pull.labels:
            pull.labels.append(label)
            self.record(pull, "LABELED_EVENT", by=by, label=label)

    def unlabel(self, pull: PullRequest, name: str, *, by: str = "ada") -> bool:
        """Take a label away; false where it was not."""
        label = pull.repository.labels.get(name.lower())
        if label is None or label not in pull.labels:
            return False
        pull.labels.remove(label)
        self.record(pull, "UNLABELED_EVENT", by=by, label=label)
        return True

    def mark_draft(self, pull: PullRequest, *, draft: bool, by: str = "ada") -> None:
        """Turn a pull request into a draft, or make it ready."""
        pull.is_draft = draft
        self.record(pull, "CONVERT_TO_DRAFT_EVENT" if draft else "READY_FOR_REVIEW_EVENT", by=by)

    def close(self, pull: PullRequest, *, by: str = "ada", merge_commit: str | None = None) -> None:
        """Close a pull request; with a commit, as merged."""
        pull.state, pull.closed_at = "closed", self.tick()
        if merge_commit:
            pull.merged_at, pull.merged_by, pull.merge_commit = pull.closed_at, self.account(by), merge_commit
            self.record(pull, "MERGED_EVENT", by=by)
        self.record(pull, "CLOSED_EVENT", by=by)

    def record(
        self,
        pull: PullRequest,
        kind: str,
        *,
        by: str | None,
        label: Label | None = None,
        more: Mapping[str, Json] | None = None,
    ) -> Event:
        """Write an event into the timeline; `more` is named as in GraphQL."""
        key, now = next(self._ids), self.touch(pull)
        actor = self.account(by) if by else None
        event = Event(key, self._name("EVT", key), kind, pull, actor, now, label, more or {})
        pull.events.append(self._keep(event))
        return event

    def check(self, repository: Repository, head_sha: str, fields: Mapping[str, Any], *, by: str = ACTIONS) -> CheckRun:
        """Write a check run."""
        key, now = next(self._ids), self.tick()
        run = CheckRun(key, self._name("CR", key), repository, self.account(by), head_sha, now, {})
        repository.checks.append(self._keep(run))
        self.amend(run, fields)
        return run

    def amend(self, run: CheckRun, fields: Mapping[str, Any]) -> None:
        """Change a check run: annotations are added, everything else is replaced."""
        output = dict(fields.get("output") or {})
        run.annotations += output.pop("annotations", [])
        merged = {**run.fields.get("output", {}), **output}
        run.fields.update({**fields, "output": merged})
        if "conclusion" in fields:
            run.fields["status"] = "completed"
            run.fields.setdefault("completed_at", self.tick())

    def upload(self, repository: Repository, commit: str, ref: str, log: Json) -> Sarif:
        """Take a SARIF log in."""
        key = f"{next(self._ids):032x}"
        sarif = Sarif(f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}", commit, ref, log)
        repository.sarifs.append(sarif)
        return sarif

    def tick(self) -> str:
        """Return the time: a second later at each call."""
        self._seconds += 1
        return (_FIRST_MOMENT + timedelta(seconds=self._seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def set_clock(self, time: str) -> None:
        """Let it be a moment, as `2026-03-01T10:00:00Z`; what happens next is a second later."""
        self._seconds = int((datetime.fromisoformat(time) - _FIRST_MOMENT).total_seconds())

    def touch(self, pull: PullRequest | Issue) -> str:
        """Note that something happened on a pull request or an issue, and return when."""
        pull.updated_at = self.tick()
        return pull.updated_at

    def _name(self, prefix: str, number: int) -> str:
        return f"{prefix}_kwDO{base64.urlsafe_b64encode(number.to_bytes(6, 'big')).decode()}"

    def _keep(self, node: _Node) -> _Node:
        self.nodes[node.node_id] = node  # type: ignore[attr-defined]
        return node
