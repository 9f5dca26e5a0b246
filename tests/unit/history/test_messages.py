import time
from dataclasses import dataclass

import pytest

from reviewer.history.messages import Told, read_message
from reviewer.model.history import FixLevel, Kind

SHA = "3f1c9ab27d0e4b5a6c7d8e9f0a1b2c3d4e5f6a7b"
OTHER = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"


@dataclass(frozen=True)
class Case:
    message: str
    kind: Kind
    level: FixLevel = ""
    labels: tuple[str, ...] = ()
    bug_issues: tuple[int, ...] = ()
    branch: str = ""


CASES = [
    # issue
    Case("Keep the last page\n\nCloses #12", "fix", "issue", bug_issues=(12,)),
    Case("docs: say what a page is\n\nfixes #12", "fix", "issue", bug_issues=(12,)),
    Case("Keep the last page\n\nCloses #12", "other"),
    Case("Keep the last page\n\nCloses #12", "other", bug_issues=(13,)),
    Case("Keep the last page\n\nSee #12", "other", bug_issues=(12,)),
    # label and branch
    Case("Keep the last page", "fix", "label", labels=("area: pages", "type: bug")),
    Case("Keep the last page", "fix", "label", labels=("kind/bug",)),
    Case("Keep the last page", "fix", "label", labels=("C-bug",)),
    Case("Keep the last page", "fix", "label", labels=("Bug Fix",)),
    Case("Keep the last page", "other", labels=("not a bug", "enhancement", "prefix")),
    Case("Keep the last page", "other", labels=("ci fix", "bug-bounty")),
    Case("Keep the last page", "fix", "label", branch="fix/last-page"),
    Case("Keep the last page", "fix", "label", branch="ada/hotfix/last-page"),
    Case("Keep the last page", "other", branch="fixtures/last-page"),
    Case("Keep the last page", "other", branch="fix/typo-in-readme"),
    Case("Merge pull request #77 from ada/bugfix/last-page\n\nKeep the last page", "fix", "label"),
    Case("Merge pull request #77 from ada/last-page\n\nKeep the last page", "other"),
    Case("Merge pull request #77 from ada/last-page\n\nFix crash on the last page", "fix", "words"),
    Case("Merge pull request #77 from ada/last-page\n\nfix: keep the last page", "fix", "conventional"),
    Case("Merge pull request #77 from ada/last-page", "other"),
    Case("Merge branch 'hotfix/last-page' into main", "fix", "label"),
    Case("Merge branch 'main' into fix/last-page", "other"),
    Case("Merge branch 'fix/a' of github.com:ada/pages into fix/a", "other"),
    Case("Merged in fix/last-page (pull request #4)\n\nKeep the last page", "fix", "label"),
    # conventional
    Case("fix: keep the last page", "fix", "conventional"),
    Case("fix(pages)!: keep the last page", "fix", "conventional"),
    Case("Fix(Pages): keep the last page", "fix", "conventional"),
    Case("hotfix: keep the last page", "fix", "conventional"),
    Case("BUG: keep the last page (#321)", "fix", "conventional"),
    Case("[Bugfix] Keep the last page (#321)", "fix", "conventional"),
    Case("[BugFix][Kernel] Keep the last page", "fix", "conventional"),
    Case(":bug: Keep the last page", "fix", "conventional"),
    Case("\U0001f41b Keep the last page", "fix", "conventional"),
    Case("\U0001f41b fix: keep the last page", "fix", "conventional"),
    Case("\U0001f691\ufe0f Keep the last page", "fix", "conventional"),
    Case(":ambulance: keep the last page", "fix", "conventional"),
    Case("fix(docs): name the page", "other"),
    Case("fix(ci): wait longer", "other"),
    Case("fix: typo", "other"),
    Case("fix::Pages keeps the last one", "fix", "words"),
    # other types: words do not make them a fix
    Case("feat: fix prices by hand", "other"),
    Case("docs(pages): fix a broken link", "other"),
    Case("chore: fix crash of the release script", "other"),
    Case("refactor!: no more bug reports by mail", "other"),
    Case("perf: crash early", "other"),
    Case("[CI] Fix crash", "other"),
    Case("DOC: fix broken link", "other"),
    Case("TST: Fix flaky crash", "other"),
    # words
    Case("Fix off-by-one at the last page", "fix", "words"),
    Case("Fixed #31234 -- Kept the last page.", "fix", "words"),
    Case("pages: fix use after free of the last page", "fix", "words"),
    Case("crypto/tls: fix the last page", "fix", "words"),
    Case("HBASE-1234 Bug in the last page", "fix", "words"),
    Case("Avoid a crash on the last page", "fix", "words"),
    Case("The last page crashes no more", "fix", "words"),
    Case("Bugfix for the last page", "fix", "words"),
    Case("Regression: the last page is lost", "fix", "words"),
    Case("Repair broken pages", "fix", "words"),
    Case("Keep the last page\n\nThis fixes a bug.", "other"),
    Case("Fix typo", "other"),
    Case("Fix lint errors", "other"),
    Case("fix formatting", "other"),
    Case("Fix broken tests", "other"),
    Case("Fix docs build", "other"),
    Case("Fix CI", "other"),
    Case("Fix merge conflict", "other"),
    Case("Fix the fixture", "other"),
    Case("Fix crash when the format is empty", "fix", "words"),
    Case("Add a prefix to every page", "other"),
    Case("Add debugging of pages", "other"),
    Case("fixup! Keep the last page", "other"),
    Case("Add pages (#12)", "other"),
    # reverts
    Case(f'Revert "fix: keep the last page"\n\nThis reverts commit {SHA}.', "revert"),
    Case(f"Drop the last page\n\nIt broke printing. This reverts commit {SHA}.", "revert"),
    Case("revert: feat(pages): keep the last page", "revert"),
    Case("Revert accidental change of the last page", "revert"),
    Case('Revert "Keep the last page"', "revert", labels=("bug",)),
    Case(f'Revert "Revert "Fix the last page""\n\nThis reverts commit {SHA}.', "other"),
    Case(f'Reapply "Fix the last page"\n\nThis reverts commit {SHA}.', "other"),
    Case("Re-land: fix the last page", "other"),
    Case('Revert "Revert "Revert "Keep the last page"""', "revert"),
    Case('Revert "Reapply "Keep the last page""', "revert"),
    Case(f'Add pages (#9)\n\n* add\n\n* Revert "x"\n\nThis reverts commit {SHA}.', "other"),
    Case(f"fix: crash\n\nThis partially reverts commit {SHA}.", "fix", "conventional"),
    # bumps
    Case("Bump requests from 2.31.0 to 2.32.0", "bump"),
    Case("Bump actions/checkout from 3 to 4 (#99)", "bump"),
    Case("build(deps-dev): bump eslint from 8.1.0 to 9.0.0 in /web", "bump"),
    Case("chore(deps): update dependency vite to v5.0.1 [security]", "bump"),
    Case("fix(deps): update rust crate serde to 1.0.2", "bump"),
    Case("Update dependency vite to v5", "bump"),
    Case("Update module github.com/spf13/cobra to v1.8.0", "bump"),
    Case("Update all non-major dependencies", "bump"),
    Case("Bump the npm group across 1 directory with 3 updates", "bump"),
    Case("[Snyk] Security upgrade lodash from 4.17.15 to 4.17.21", "bump"),
    Case("Lock file maintenance", "bump"),
    Case("[pre-commit.ci] pre-commit autoupdate", "bump"),
    Case("Merge pull request #5 from acme/dependabot/pip/requests-2.32\n\nBump requests", "bump"),
    Case("Bump requests", "bump", branch="renovate/requests-2.x"),
    Case("Fix crash of the bump of pages from one list to another", "fix", "words"),
    Case("Bump version to 1.2.3", "other"),
    Case("Update POM version numbers to 6.0.1", "other"),
    Case("Fix indentation", "other"),
    Case("Merge pull request #8 from ada/fix_pep8\n\nKeep to 79 signs", "other"),
    # nothing
    Case("", "other"),
    Case("\n\n", "other"),
    Case("wip", "other"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.message.split("\n")[0][:60] or "empty")
def test_a_message_says_what_the_change_is(case: Case) -> None:
    told = read_message(case.message, labels=case.labels, bug_issues=case.bug_issues, branch=case.branch)

    assert (told.kind, told.level) == (case.kind, case.level)


@pytest.mark.parametrize(
    ("message", "culprits"),
    [
        (f'net: fix leak\n\nFixes: {SHA[:12]} ("net: add pages")\nSigned-off-by: A', (SHA[:12],)),
        (f"Fix leak\n\nFixes commit {SHA}", (SHA,)),
        (f"Fix the regression introduced in {SHA[:7]}", (SHA[:7],)),
        (f"Fix leak\n\nThe bug was introduced by commit `{SHA[:8]}`.", (SHA[:8],)),
        (f"Fix leak\n\nThis is a regression from {SHA[:10]}, see there", (SHA[:10],)),
        (f"Fix leak\n\nBroken since {SHA[:10]}.", (SHA[:10],)),
        (f"Fix leak\n\nPages are lost since commit {SHA[:10]}", (SHA[:10],)),
        (f"Fix leak\n\nCommit {SHA[:10]} broke it, and {OTHER[:9]} introduced another", (SHA[:10], OTHER[:9])),
        (f'Fix leak\n\n{SHA[:10]} ("Add pages") introduced it', (SHA[:10],)),
        (f"Fix leak\n\nBisected to [{SHA[:10]}].", (SHA[:10],)),
        (f"Fix leak\n\nIntroduced in https://github.com/a/b/commit/{SHA}", (SHA,)),
        (f"Fix leak\n\nRegressed in {SHA.upper()}", (SHA,)),
        (f"Fix leak\n\n(cherry picked from commit {SHA})", ()),
        ("Fix leak\n\nIntroduced in 20190101, by defaced pages", ()),
        (f"Fix leak\n\nSee {SHA} for how others do it", ()),
        (f"bugfix for {SHA}", (SHA,)),
        (f"Fix the build in {SHA[:7]}", (SHA[:7],)),
        (f"Fixed logic error in  {SHA[:7]}, fixes #139", (SHA[:7],)),
        (f"Fix leak\n\nThis fixes the bug created in {SHA}.", (SHA,)),
        (f"Fix leak (picked from {SHA[:7]})", ()),
        (f"Fix leak, ported from {SHA[:7]}", ()),
        (f"Fix leak that was fixed in {SHA[:7]} for others", ()),
    ],
)
def test_commits_that_broke_something_are_named(message: str, culprits: tuple[str, ...]) -> None:
    assert read_message(message).culprits == culprits


@pytest.mark.parametrize(
    ("message", "reverts"),
    [
        (f'Revert "x"\n\nThis reverts commit {SHA}.', (SHA,)),
        (f'Revert "x"\n\nThis reverts commit {SHA}, reversing\nchanges made to {OTHER}.', (SHA,)),
        (f"Undo\n\nThis reverts commits {SHA[:8]} and {OTHER[:8]}.", (SHA[:8], OTHER[:8])),
        (f"Revert {SHA[:9]}", (SHA[:9],)),
        (f"fix: crash\n\nThis partially reverts commit {SHA}", (SHA,)),
    ],
)
def test_commits_that_are_taken_back_are_named(message: str, reverts: tuple[str, ...]) -> None:
    told = read_message(message)

    assert (told.reverts, told.culprits) == (reverts, ())


@pytest.mark.parametrize(
    ("message", "pulls"),
    [
        ('Revert "Keep the last page (#12)" (#15)', (12,)),
        ("Revert pages\n\nReverts acme/pages#12", (12,)),
        ("Fix crash\n\nRegression introduced in #12.", (12,)),
        ("Fix crash\n\nBroken by PR #12, see !13", (12,)),
        ("Fix bug #12", ()),
    ],
)
def test_pull_requests_that_broke_something_are_named(message: str, pulls: tuple[int, ...]) -> None:
    assert read_message(message).blamed_pulls == pulls


def test_closing_references_have_nine_words() -> None:
    words = "close closes closed fix fixes fixed resolve resolves resolved".split()  # noqa: SIM905 - reads as a list
    message = "\n".join(f"{word}: #{number}" for number, word in enumerate(words, 1))

    assert read_message(f"Keep it\n\n{message}").issues == tuple(range(1, 10))


@pytest.mark.parametrize(
    ("message", "issues"),
    [
        ("Fixes GH-7", (7,)),
        ("Fixes https://github.com/acme/pages/issues/8", (8,)),
        ("Fixes acme/other#9", ()),  # of another repository
        ("Fix #10: crash, and fix #10 again", (10,)),
        ("prefixes #11", ()),
        ("see #12", ()),
    ],
)
def test_closing_references_are_of_this_repository(message: str, issues: tuple[int, ...]) -> None:
    assert read_message(message).issues == issues


@pytest.mark.parametrize(
    ("message", "pull", "branch"),
    [
        ("Keep the last page (#12)", 12, ""),
        ("Backport pages (#12) (#15)", 15, ""),
        ("Merge pull request #12 from ada/last/page", 12, "last/page"),
        ("Merged in last/page (pull request #12)", 12, "last/page"),
        ("Merge branch 'last/page' into 'main'\n\nKeep it\n\nSee merge request acme/pages!12", 12, "last/page"),
        ("Merge remote-tracking branch 'origin/main'", None, "origin/main"),
        ("Keep page (#12) open", None, ""),
    ],
)
def test_what_was_merged_is_said(message: str, pull: int | None, branch: str) -> None:
    told = read_message(message)

    assert (told.pull, told.branch) == (pull, branch)


@pytest.mark.parametrize(
    "message",
    [
        "fix " * 500_000,
        "a" * 4_000_000,
        "Fixes: " + "a1" * 2_000_000,
        "revert " + "abcdef1 " * 500_000,
        'Revert "' * 300_000,
        "Merge pull request #1 from " + "a/" * 1_000_000,
        "bump " + "from 1. to " * 300_000,
        "introduced in " * 300_000,
        "(" * 1_000_000,
        "closes" + ": " * 1_000_000,
        "\ud800\x00\x1b[2J fix\r\n" * 100_000,
        "https://" * 500_000,
        "fix https://a/" + "/commit" * 100_000,
    ],
    ids=lambda message: message[:20],
)
def test_a_hostile_message_is_read_in_no_time(message: str) -> None:
    started = time.perf_counter()

    assert isinstance(read_message(message), Told)
    assert time.perf_counter() - started < 0.5


def test_what_stands_far_down_is_not_read() -> None:
    assert read_message("Keep it\n" + "x" * 8_000 + f"\nFixes: {SHA}").culprits == ()
