"""This module holds what a commit message says of its change: fix, revert or bump, and the commits it names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reviewer.change.late import compile_late
from reviewer.history.mentions import find_mentions
from reviewer.model.history import FixLevel, Kind

# What stands further down is a log or an attack.
_LONGEST = 8_000
_LONGEST_SUBJECT = 300

_FIX_TYPE = compile_late(r"(?i)fix(?:es|ed)?|bug|bugfix(?:es)?|hotfix|ambulance")
_OTHER_TYPE = compile_late(
    r"(?i)feat|feature|docs?|chore|refactor(?:ing)?|ref|tests?|testing|tst|ci|style|sty|build|perf|maint|enh|cln|typ|"
    r"typo|deps?|release|lint|cleanup|i18n|infra"
)
# A fix of one of these repairs nothing that runs in production.
_NOISE_SCOPE = compile_late(r"(?i)ci|docs?|readme|changelog|tests?|testing|(?:es)?lint|linting|typos?|spelling")
# A bug, an ambulance, a plaster.
_FIX_SIGNS = ("\U0001f41b", "\U0001f691", "\U0001fa79")

_TAG = r"^\W{0,6}"
_TYPE = compile_late(
    rf"{_TAG}(?:\[(?P<tag>\w{{2,12}})\]|(?P<type>\w{{2,12}})(?:\((?P<scope>[^()]{{0,80}})\))?!?:(?!:))"
)
_FIX_WORD = compile_late(r"(?i)\b(?P<word>fix|bug|defect|regression|crash|hotfix|broken)(?:es|ed|ing|s|fix|fixes)?\b")
_NOISE = compile_late(
    r"(?i)\b(?:typos?|spelling|lint(?:er|ers|ing)?|format(?:ting|ter)?|indent(?:ation)?|whitespace|pep8|(?:php|java)?docs?|"
    r"tests?|ci|merge|fixtures?|prefix|suffix)\b"
)
_TYPO = compile_late(r"(?i)\b(?:typos?|spelling|lint(?:er|ing)?|linting errors?)\b")
_FIX_LABEL = compile_late(r"(?i)(?:^|[^a-z])(?:bug|bugfix|bug-fix|hotfix|fix|defect|regression|crash)(?:$|[^a-z])")
_NO_FIX_LABEL = compile_late(r"(?i)\bnot?[ -](?:an? )?bug|(?:^|[^a-z])(?:docs?|tests?|ci|lint|typo|bounty)(?:$|[^a-z])")
_FIX_BRANCH = compile_late(r"(?i)(?:^|/)(?:fix|fixes|hotfix|bugfix)[/_-](?P<rest>.*)")
_BRANCH_NOISE = compile_late(
    r"(?i)(?:^|[^a-z])(?:typos?|lint|pep8|styles?|(?:php|java)?docs?|tests?|ci|readme)(?:$|[^a-z])"
)

_MERGES = (
    compile_late(r"Merge pull request #(?P<pull>\d{1,9}) from [^\s/]{1,100}/(?P<branch>\S{1,250})"),
    compile_late(r"Merged in (?P<branch>\S{1,250}) \(pull request #(?P<pull>\d{1,9})\)"),
    compile_late(
        r"Merge (?:remote-tracking )?branch '(?P<branch>[^'\s]{1,250})'"
        r"(?: of \S{1,250})?(?: into '?(?P<into>[^'\s]{1,250}))?"
    ),
)
_MERGE_REQUEST = compile_late(r"(?m)^See merge request \S{0,250}!(?P<pull>\d{1,9})\s*$")
_SQUASHED = compile_late(r"\s*\(#(?P<pull>\d{1,9})\)\s*$")

_REVERT = compile_late(r"(?i)^\W{0,6}revert(?:s|ed|ing)?\b")
_QUOTED_REVERT = compile_late(r"""(?i)\W{0,3}revert(?:\([^()]{0,80}\))?!?:?\s*["'`“]\s*""")
_LANDED_AGAIN = compile_late(r"(?i)^\W{0,6}re-?(?:apply|land)\b")
_SAYS_REVERT = compile_late(r"(?i)\bthis reverts (?:the )?commits?\b")
# GitHub makes the body of a squash out of the messages of its commits; a revert among them is not of the whole.
_SQUASH_LIST = compile_late(r"(?m)^\* ")

_BUMPS = (
    compile_late(rf"(?i){_TAG}(?:\w{{2,12}}\((?:[^()]{{0,40}}[^a-z()])?deps?\b[^()]{{0,40}}\)|deps?)!?:"),
    compile_late(r"(?i)\bbump(?:s|ed)?\s(?!.{0,60}\bversion).{1,200}?\sfrom\s\S{0,12}\d\S{0,60}\sto\s\S{0,12}\d"),
    compile_late(r"(?i)\b(?:updat|upgrad)e[sd]?\s.{1,200}?\sfrom\s\S{0,12}\d\.\S{1,60}\sto\s\S{0,12}\d\."),
    compile_late(
        r"(?i)\b(?:bump|update|upgrade)\s(?!.{0,60}\bversion)(?:[\w-]{1,20}\s){0,3}\S{1,150}(?:\s[a-z-]{2,12})?\sto\sv?\d[\w.+-]{0,40}$"
    ),
    compile_late(r"(?i)\b(?:bump|update|upgrade)\s(?:all\s)?(?:[a-z-]{3,12}\s)?dependenc(?:y|ies)\b"),
    compile_late(r"(?i)\bbump\sthe\s.{1,150}\sgroup\b|\block ?file maintenance\b|\bpre-commit autoupdate\b"),
)
_BUMP_BRANCH = compile_late(r"(?:dependabot|renovate|snyk-(?:fix|upgrade)|pyup-update)[/-]")


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says.

    `level` is how a fix is known to be one, empty for anything else. `reverts` and `culprits` are commit ids as written
    (7 to 64 hex digits): taken back by this change, and named as what broke something. `blamed_pulls` are the pull
    requests named in one of these ways, `issues` the closing references. `pull` and `branch` say what was merged.
    """

    kind: Kind
    level: FixLevel = ""
    reverts: tuple[str, ...] = ()
    culprits: tuple[str, ...] = ()
    blamed_pulls: tuple[int, ...] = ()
    issues: tuple[int, ...] = ()
    pull: int | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """The subject without what a merge put around it."""

    subject: str
    pull: int | None
    branch: str


def read_message(
    message: str, *, labels: Collection[str] = (), bug_issues: Collection[int] = (), branch: str = ""
) -> Told:
    """Read a commit message.

    `labels` and `branch` are those of the pull request, `bug_issues` the issues that are known to be about bugs; all
    three are unknown offline.
    """
    text = message[:_LONGEST].strip()
    heading = _read_heading(text)
    origin = branch or heading.branch
    kind = _find_kind(text, heading.subject, origin)
    mentions = find_mentions(text, reverted=heading.subject if kind == "revert" else "")
    level: FixLevel = ""
    if kind == "fix":
        closes_bug = not set(mentions.issues).isdisjoint(bug_issues)
        level = "issue" if closes_bug else _find_level(heading.subject, labels, origin)
    return Told(
        kind=kind if level or kind != "fix" else "other",
        level=level,
        reverts=mentions.reverts,
        culprits=mentions.culprits,
        blamed_pulls=mentions.blamed_pulls,
        issues=mentions.issues,
        pull=heading.pull,
        branch=heading.branch,
    )


def is_fix_branch(branch: str) -> bool:
    """Tell whether a branch is named for a fix, such as `fix/rounding`."""
    branched = _FIX_BRANCH.search(branch)
    return branched is not None and not _BRANCH_NOISE.search(branched["rest"])


def _read_heading(text: str) -> _Heading:
    subject, _, body = text.partition("\n")
    subject = subject.strip()[:_LONGEST_SUBJECT]
    squashed = _SQUASHED.search(subject)
    if squashed:
        return _Heading(subject[: squashed.start()], int(squashed["pull"]), "")
    merge = next((match for pattern in _MERGES if (match := pattern.match(subject))), None)
    if merge is None:
        return _Heading(subject, None, "")
    title = body.strip().partition("\n")[0].strip()[:_LONGEST_SUBJECT]
    facts = {"pull": None, "into": None} | merge.groupdict()
    requested = _MERGE_REQUEST.search(body)
    pull = facts["pull"] or (requested and requested["pull"])
    # `Merge branch 'x' of ... into x` brings nothing but what others did to the same branch.
    branch = facts["branch"] if facts["branch"] != facts["into"] else ""
    return _Heading(title, int(pull) if pull else None, branch or "")


def _find_kind(text: str, subject: str, branch: str) -> Kind:
    """Return what the message is; "fix" means that it may be one."""
    at = depth = 0
    while quoted := _QUOTED_REVERT.match(subject, at):
        at, depth = quoted.end(), depth + 1
    # What was taken back twice is there again.
    if _LANDED_AGAIN.match(subject) or (depth and depth % 2 == 0):
        return "other"
    said = _SAYS_REVERT.search(text)
    if _REVERT.match(subject) or (said and not _SQUASH_LIST.search(text, 0, said.start())):
        return "revert"
    if _BUMP_BRANCH.match(branch) or any(pattern.search(subject) for pattern in _BUMPS):
        return "bump"
    return "fix"


def _find_level(subject: str, labels: Iterable[str], branch: str) -> FixLevel:
    if is_fix_branch(branch):
        return "label"
    if any(_FIX_LABEL.search(label) and not _NO_FIX_LABEL.search(label) for label in labels):
        return "label"
    typed = _TYPE.match(subject)
    word = typed["tag"] or typed["type"] if typed else ""
    if _FIX_TYPE.fullmatch(word) or subject.startswith(_FIX_SIGNS):
        scope = (typed["scope"] or "") if typed else ""
        return "" if _NOISE_SCOPE.fullmatch(scope) or _TYPO.search(subject) else "conventional"
    return "words" if not _OTHER_TYPE.fullmatch(word) and _has_fix_words(subject) else ""


def _has_fix_words(subject: str) -> bool:
    found = {match["word"].lower() for match in _FIX_WORD.finditer(subject)}
    # "Fix broken tests" repairs tests; "Fix crash in the formatter" does more.
    return len(found - {"broken"}) > 1 if _NOISE.search(subject) else bool(found)
