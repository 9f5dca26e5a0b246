"""Fixes are traced to the changes that brought what they repair."""

from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.app.history.culprits import Hints, TracedFix, trace_fixes
from reviewer.history.szz import Candidate, Culprit
from reviewer.model.finding import Skip
from tests.adapters.fakes import FakeRepository
from tests.adapters.repos import create_repository

Files = Mapping[str, bytes]


def _id(name: str) -> str:
    """Return what the fake repository gives a revision for an id."""
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def _trace(
    revisions: Mapping[str, Files], fix: str, hints: Hints | None = None, *, blame_only: bool = False
) -> TracedFix:
    (found,), skips = trace_fixes(FakeRepository(revisions), [_id(fix)], hints=hints or Hints(), blame_only=blame_only)
    assert skips == ()
    return found


START = {
    "start": {"a.py": b"total = 0\n\nfor item in items:\n    total += item\n"},
    "count": {"a.py": b"total = 1\n\nfor item in items:\n    total += item\n"},
    "double": {"a.py": b"total = 1\n\nfor item in items:\n    total += 2 * item\n"},
}


def test_blame_finds_who_wrote_the_lines_that_a_fix_takes_out() -> None:
    found = _trace(START | {"fix": {"a.py": b"total = 0\n\nfor item in items:\n    total += item\n"}}, "fix")

    assert found.culprits == (Culprit(_id("double"), "blame"),)
    assert [(c.commit, c.lines) for c in found.candidates] == [(_id("double"), 1), (_id("count"), 1)]


def test_who_came_after_the_report_is_no_candidate() -> None:
    revisions = START | {"fix": {"a.py": b"total = 0\n\nfor item in items:\n    total += item\n"}}
    hints = Hints(opened={_id("fix"): 1_700_000_150})

    assert _trace(revisions, "fix", hints).culprits == (Culprit(_id("count"), "blame"),)


def test_code_decides_before_comments_and_tests() -> None:
    revisions = {
        "start": {"a.py": b"total = 1\n", "tests/test_a.py": b"assert total == 1\n"},
        "comment": {"a.py": b"# a count\ntotal = 1\n", "tests/test_a.py": b"assert total\n"},
        "fix": {"a.py": b"# the sum\ntotal = 0\n", "tests/test_a.py": b"assert total == 0\n"},
    }

    assert [c.commit for c in _trace(revisions, "fix").candidates] == [_id("start")]


def test_a_fix_of_an_import_alone_is_traced_too() -> None:
    revisions = {
        "start": {"a.py": b"total = 1\n"},
        "import": {"a.py": b"import sums\ntotal = 1\n"},
        "fix": {"a.py": b"import totals\ntotal = 1\n"},
    }

    assert _trace(revisions, "fix").culprits == (Culprit(_id("import"), "blame"),)


def test_a_fix_that_only_adds_has_no_culprit() -> None:
    revisions = {"start": {"a.py": b"total = 1\n"}, "fix": {"a.py": b"total = 1\ncheck(total)\n"}}

    assert _trace(revisions, "fix") == TracedFix(_id("fix"), ())


def test_the_first_change_repairs_nothing_that_was_before() -> None:
    assert _trace({"fix": {"a.py": b"total = 1\n"}}, "fix") == TracedFix(_id("fix"), ())


def test_what_the_message_takes_back_or_names_comes_first() -> None:
    broken, other = _id("count"), _id("double")
    revert = f'Revert "count"\n\nThis reverts commit {broken}.'
    named = f"Fix the total\n\nFixes: {broken[:12]} (count)\nBroken since {other}"
    fixed = {"a.py": b"total = 0\n\nfor item in items:\n    total += 2 * item\n"}

    assert _trace(START | {revert: fixed}, revert) == TracedFix(_id(revert), (Culprit(broken, "revert"),))
    assert _trace(START | {named: fixed}, named).culprits == (Culprit(broken, "named"), Culprit(other, "named"))
    assert _trace(START | {named: fixed}, named, blame_only=True).culprits == (Culprit(broken, "blame"),)


def test_pull_requests_that_are_named_lead_to_their_commits() -> None:
    revert, named = 'Revert "Count (#7)" (#9)', "Fix the total\n\nRegression introduced in #7"
    fixed = {"a.py": b"total = 0\n\nfor item in items:\n    total += 2 * item\n"}
    hints = Hints(pulls={7: _id("count")})

    assert _trace(START | {revert: fixed}, revert, hints).culprits == (Culprit(_id("count"), "revert"),)
    assert _trace(START | {named: fixed}, named, hints).culprits == (Culprit(_id("count"), "named"),)
    assert _trace(START | {named: fixed}, named).culprits == (Culprit(_id("count"), "blame"),)


@pytest.mark.parametrize("sha", ["1234567abc", "{younger}", "{itself}"])
def test_a_name_that_leads_nowhere_or_into_the_future_is_passed_over(sha: str) -> None:
    named = "Fix the total, broken since a version long gone"
    younger = "later"
    message = f"{named}\n\nFixes: {sha.format(younger=_id(younger), itself='0' * 40)}"
    fixed = {"a.py": b"total = 0\n\nfor item in items:\n    total += 2 * item\n"}

    assert _trace(START | {message: fixed, younger: {}}, message).culprits == (Culprit(_id("count"), "blame"),)


def test_what_cannot_be_read_is_said() -> None:
    large = b"x = '%s'\n" % (b"x" * 1_000_000)
    repository = FakeRepository({"start": {"a.py": large}, "fix": {"a.py": b"x = 1\n"}})
    traced, skips = trace_fixes(repository, [_id("fix"), "1" * 40])

    assert traced == (TracedFix(_id("fix"), ()), TracedFix("1" * 40, ()))
    assert skips == (
        Skip("a.py", "*", f"larger than 1 MB (fix {_id('fix')[:12]})"),
        Skip("", "*", "missing from this clone (fix 111111111111)"),
    )


def test_a_change_of_many_files_is_more_than_one_mistake() -> None:
    files = {f"{i}.py": b"x = 1\n" for i in range(60)}
    repository = FakeRepository({"start": files, "fix": dict.fromkeys(files, b"x = 2\n")})
    (found,), skips = trace_fixes(repository, [_id("fix")])

    assert found.culprits == ()
    assert [skip.reason for skip in skips] == [f"60 files are more than one mistake (fix {_id('fix')[:12]})"]


def test_a_merge_is_one_change_in_a_real_repository(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "real")
    builder.commit({"a.py": "total = 0\n", "b.py": "1\n"})
    guilty = builder.commit({"a.py": "total = 1\n"})
    builder.run("switch", "--quiet", "--create", "fix/total")
    builder.commit({"a.py": "total = zero\n"})
    builder.commit({"a.py": "total = 0\n"})
    builder.run("switch", "--quiet", "main")
    builder.commit({"b.py": "2\n"})
    builder.run("merge", "--quiet", "--no-ff", "--message", "Merge pull request #1 from ada/fix/total", "fix/total")
    with open_repository(str(builder.directory)) as repository:
        (found,), skips = trace_fixes(repository, [builder.run("rev-parse", "HEAD")])

    assert (found.culprits, skips) == ((Culprit(guilty, "blame"),), ())
    assert found.candidates == (Candidate(guilty, 1_700_000_120, 1),)


def test_what_a_copy_lacks_is_not_taken_out(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "real")
    text = "".join(f"value_{i} = {i}\n" for i in range(20))
    builder.commit({"a.py": text})
    builder.commit({"a.py": text + "more = 1\n", "b.py": text.replace("value_3 = 3", "value_3 = 4")})
    with open_repository(str(builder.directory)) as repository:
        (found,), skips = trace_fixes(repository, [builder.run("rev-parse", "HEAD")])

    assert (found.candidates, skips) == ((), ())


def test_a_shallow_clone_says_where_it_ends(tmp_path: Path) -> None:
    builder = create_repository(tmp_path / "real")
    builder.commit({"a.py": "total = 1\n"})
    builder.commit({"b.py": "1\n"})
    builder.commit({"a.py": "total = 0\n"})
    fix = builder.run("rev-parse", "HEAD")
    two, one = (builder.clone(tmp_path / f"{depth}", f"--depth={depth}") for depth in (2, 1))
    reasons = []
    for clone in (two, one):
        with open_repository(str(clone.directory)) as repository:
            (found,), skips = trace_fixes(repository, [fix])
        assert found == TracedFix(fix, ())
        reasons += [skip.reason for skip in skips]

    assert reasons == [
        f"the history of this clone ends before the lines that it takes out (fix {fix[:12]})",
        f"what was before is missing from this clone (fix {fix[:12]})",
    ]
