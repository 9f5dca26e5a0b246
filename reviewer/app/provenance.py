"""This module holds who made the commits of a range, the lines of a file, and all that a repository holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from reviewer.app.checking.policy import find_policy
from reviewer.errors import ReviewerError
from reviewer.history.provenance import Table, classify_commit, classify_pull
from reviewer.history.provenance.licences import is_licence_file, name_licence
from reviewer.history.provenance.lines.manifest import FileLines, Tally, describe_commit, describe_file
from reviewer.history.provenance.lines.notes import NOTES, Noted, read_note
from reviewer.history.provenance.lines.stretches import Stretch, count_lines, find_stretches, sum_up
from reviewer.history.provenance.lines.traces import TRACES, read_traces
from reviewer.history.provenance.signatures.matching import holds_file
from reviewer.history.provenance.signatures.rows import parse_row
from reviewer.model.change import Revision
from reviewer.model.policy import ProvenancePolicy
from reviewer.model.provenance import Class, CommitText, LineRange, PullText, Verdict
from reviewer.ports import Attested, Range, TreeEntry

Tell = Callable[[int, int], None]

MANIFEST = "reviewer.manifest/1"
_REGULAR = (0o100644, 0o100755)
_BATCH, _FILES, _MOST_LICENCES = 500, 16, 1_000
_MOST_COMMITS = 5_000
_MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class JudgedCommit:
    """A commit and who made it; `plain` is what it says of itself, without the notes on its lines."""

    text: CommitText
    verdict: Verdict
    plain: Verdict


@dataclass(frozen=True, slots=True)
class JudgedRange:
    """Who made a change and each of its commits, newest first. `base` is empty for a single commit.

    `hints` are files of the repository that are written for agents: they say nothing of a commit.
    """

    base: str
    head: str
    change: Verdict
    commits: tuple[JudgedCommit, ...]
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedFile:
    """Who wrote the lines of a file, and the commits that did."""

    path: str
    head: str
    cls: Class
    counts: Mapping[Class, int]
    stretches: tuple[Stretch, ...]
    commits: Mapping[str, JudgedCommit]


class Witness:
    """What is known of commits: the table with the rows of the settings, and the notes on their lines.

    Settings are those of `trusted`, so that a change cannot talk itself out of what it is; without it, of the head.
    """

    def __init__(self, repository: Attested, head: str, trusted: Revision | None = None) -> None:
        found = repository.commit(head)
        if found is None:
            raise ReviewerError(f"Commit {head[:12]} cannot be read.", "Run `git fsck` to see what is broken.")
        self.revision: Revision = found.revision
        self.table = build_table(find_policy(repository, trusted or self.revision).provenance)
        self._repository = repository
        refs = {standard: repository.find_reference(ref) for standard, ref in NOTES.items()}
        self._refs = {standard: commit for standard, commit in refs.items() if commit}
        name = f"{self.revision.tree}:{TRACES}"
        traces = repository.read([name])[name]
        self._traces = read_traces(traces) if isinstance(traces, bytes) else {}

    def judge(self, texts: Sequence[CommitText]) -> Iterator[JudgedCommit]:
        """Yield who made some commits."""
        notes = self.read_notes([text.oid for text in texts])
        for text in texts:
            lines = [line for ranges in notes.get(text.oid, {}).values() for line in ranges]
            plain = classify_commit(text, self.table)
            yield JudgedCommit(text, classify_commit(text, self.table, lines=lines) if lines else plain, plain)

    def read_notes(self, commits: Sequence[str]) -> dict[str, Noted]:
        """Return what tools noted of the lines of commits."""
        found: dict[str, dict[str, tuple[LineRange, ...]]] = {}
        for commit in commits:
            if commit in self._traces:
                found[commit] = dict(self._traces[commit])
        for standard, ref in self._refs.items():
            names = {name: commit for commit in commits for name in _name_note(ref, commit)}
            for name, data in self._repository.read(names).items():
                if isinstance(data, bytes):
                    found.setdefault(names[name], {}).update(read_note(standard, data))
        return dict(found)


def build_table(policy: ProvenancePolicy) -> Table:
    """Return the signature table with the rows of a repository's settings."""
    rows = [
        parse_row(row["tool"], {key: value for key, value in row.items() if key != "tool"}) for row in policy.signatures
    ]
    return Table(rows, reviewers=policy.reviewers, automation=policy.automation)


def judge_range(repository: Attested, wanted: str) -> JudgedRange:
    """Say who made a range `A..B` or a commit; without one, what HEAD adds to the remote's default branch."""
    if wanted and ".." not in wanted:
        return _judge_one(repository, repository.find(wanted))
    base, _, head = wanted.replace("...", "..").partition("..")
    ends = repository.resolve(Range(base, head or "HEAD"))
    witness = Witness(repository, ends.head.commit, ends.base if ends.base.commit else None)
    texts = tuple(islice(repository.texts(ends.head.commit, ends.base.commit), _MOST_COMMITS + 1))
    notes = ends.notes
    if len(texts) > _MOST_COMMITS:
        notes = (*notes, f"only the newest {_MOST_COMMITS:,} commits are told")
    texts = texts[:_MOST_COMMITS]
    branch = "" if ends.head.name == "HEAD" else ends.head.name
    change = classify_pull(PullText(0, branch=branch, commits=texts), (), witness.table)
    commits = tuple(witness.judge(texts))
    return JudgedRange(ends.base.commit, ends.head.commit, change, commits, find_hints(repository, witness), notes)


def judge_file(repository: Attested, path: str, head: str) -> JudgedFile:
    """Say who wrote the lines of a file, as a revision has it. Raises `ReviewerError` where that cannot be said."""
    witness = Witness(repository, repository.find(head))
    name = f"{witness.revision.tree}:{path}"
    data = repository.read([name])[name]
    if isinstance(data, str):
        raise ReviewerError(f"'{path}' cannot be read at {head}: {data}.", "Name a file that is committed.")
    place = (witness.revision.commit, path)
    origins = repository.blame({place: range(1, _count(data) + 1)})[place]
    if isinstance(origins, str):
        raise ReviewerError(f"Nobody can say who wrote '{path}': {origins}.", "Fetch the whole history.")
    wanted = sorted({origin.commit for origin in origins.values()})
    judged = {commit.text.oid: commit for commit in witness.judge(list(repository.texts_of(wanted)))}
    plain = {oid: commit.plain for oid, commit in judged.items()}
    stretches = find_stretches(origins, plain, witness.read_notes(wanted))
    counts = count_lines(stretches)
    return JudgedFile(path, witness.revision.commit, sum_up(counts), dict(sorted(counts.items())), stretches, judged)


def find_hints(repository: Attested, witness: Witness) -> tuple[str, ...]:
    """Return the files of a repository that are there for agents."""
    paths = [entry.path for entry in repository.tree(witness.revision)]
    rows = witness.table.look("file")
    return tuple(sorted({row["value"] for row in rows if any(holds_file(row, path) for path in paths)}))


def list_records(repository: Attested, head: str, tell: Tell) -> Iterator[dict[str, object]]:
    """Yield the curation manifest of a revision: what it is, every commit, every file, and the sums.

    Files come by path, commits newest first. Of a commit only its class and what speaks for it are kept in memory.
    """
    witness = Witness(repository, repository.find(head))
    yield {"kind": "manifest", "schema": MANIFEST, "revision": witness.revision.commit}
    verdicts: dict[str, Verdict] = {}
    tally = Tally()
    texts = repository.texts(witness.revision.commit)
    while batch := list(islice(texts, _BATCH)):
        for judged in witness.judge(batch):
            verdicts[judged.text.oid] = judged.plain
            tally.commits[judged.verdict.cls] += 1
            yield describe_commit(judged.text.oid, judged.verdict)
    entries = [entry for entry in repository.tree(witness.revision) if entry.mode in _REGULAR]
    licences = _find_licences(repository, entries)
    for start in range(0, len(entries), _FILES):
        tell(start, len(entries))
        some = entries[start : start + _FILES]
        for made in _make_files(repository, witness, verdicts, some):
            record = describe_file(made, verdicts, licences)
            tally.add(made)
            yield record
    tell(len(entries), len(entries))
    yield {"kind": "summary", "commits": len(verdicts), **tally.describe()}


def _find_licences(repository: Attested, entries: Sequence[TreeEntry]) -> dict[str, str]:
    held = [entry for entry in entries if is_licence_file(entry.path)][:_MOST_LICENCES]
    texts = repository.read([entry.blob for entry in held])
    found = {}
    for entry in held:
        text = texts[entry.blob]
        name = name_licence(text) if isinstance(text, bytes) else ""
        if name:
            found[str(PurePosixPath(entry.path).parent)] = name
    return found


def _make_files(
    repository: Attested, witness: Witness, verdicts: Mapping[str, Verdict], entries: Sequence[TreeEntry]
) -> Iterator[FileLines]:
    contents = repository.read([entry.blob for entry in entries])
    texts = {e.path: data for e in entries if isinstance(data := contents[e.blob], bytes) and b"\0" not in data}
    wanted = {(witness.revision.commit, path): range(1, _count(data) + 1) for path, data in texts.items()}
    origins = repository.blame(wanted)
    notes = witness.read_notes(
        sorted({o.commit for found in origins.values() if isinstance(found, dict) for o in found.values()})
    )
    for entry in entries:
        data = contents[entry.blob]
        found = origins.get((witness.revision.commit, entry.path), "binary")
        why = data if isinstance(data, str) else found if isinstance(found, str) else ""
        known = {} if isinstance(found, str) else found
        known = {line: origin for line, origin in known.items() if origin.commit in verdicts}
        stretches = find_stretches(known, verdicts, notes)
        yield FileLines(entry.path, entry.blob, data if isinstance(data, bytes) else None, stretches, why)


def _count(data: bytes) -> int:
    return min(data.count(b"\n") + (not data.endswith(b"\n") and bool(data)), _MOST_LINES)


def _judge_one(repository: Attested, commit: str) -> JudgedRange:
    witness = Witness(repository, commit)
    judged = tuple(witness.judge(list(repository.texts_of([commit]))))
    return JudgedRange("", commit, judged[0].verdict, judged, find_hints(repository, witness))


def _name_note(ref: str, commit: str) -> tuple[str, ...]:
    """Return the names that git gives a note: it spreads them over folders when there are many."""
    spread = (commit, f"{commit[:2]}/{commit[2:]}", f"{commit[:2]}/{commit[2:4]}/{commit[4:]}")
    return tuple(f"{ref}:{path}" for path in spread)
