"""This module holds reviews made of any strings, as hypothesis draws them."""

from dataclasses import replace
from typing import Literal, TypeVar, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reviewer.model.change import Change, FileChange, Hunk, Revision
from reviewer.model.evidence import Evidence, LinkKind, Mutant, Strength, TestLink
from reviewer.model.finding import LEVELS, Finding, Related, Severity, Skip, Waiver
from reviewer.model.reading import Area, Explanation, Opinion, Question, Quote, Reading, Usage, Verdict
from reviewer.model.review import ChangeLevel, Factor, LevelName, Plan, Review, Skim, Span, WaiverState

T = TypeVar("T")


def unhurried(examples: int) -> settings:
    """Return settings under which a test draws the same on every machine, however slow that is."""
    slow = [HealthCheck.too_slow]
    return settings(deadline=None, derandomize=True, max_examples=examples, suppress_health_check=slow)


NASTY = (
    "\x1b[2J", "\x1b]8;;file:///etc\x07", "\n# h\n", "\r", "\t", "`", "```", "``x`", "@team", "#12", "GH-1", "](x)",
    "![", "<script>", "</details>", "<!--", "|", "\\", "\\|", "$x$", "http://e.x", "www.e.x", "{0}", "- ", "1. ", "*",
    "\u202e", "\u2028", "\u3164", "\udcff", "\ud800", "\x9b", "\0", "é", "日本", "&lt;", "..", "/", "    ", "_a_", "~~",
)  # fmt: skip
anything = st.text(st.characters(exclude_categories=()), max_size=9)
texts = st.lists(st.sampled_from(NASTY), max_size=4).map("".join) | anything
lines = st.integers(1, 30)
levels: st.SearchStrategy[Severity] = st.sampled_from(LEVELS)
states: st.SearchStrategy[WaiverState] = st.sampled_from(("added", "unused", "expired"))


def few(element: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(element, max_size=most).map(tuple)


waivers = st.builds(Waiver, texts, texts, texts, texts, lines, texts)
related = st.builds(Related, texts, lines, lines, texts, texts)
findings = st.builds(
    Finding,
    rule=texts,
    pack=texts,
    severity=levels,
    confidence=levels,
    path=texts,
    line=lines,
    end_line=lines,
    side=st.sampled_from(("old", "new")),
    symbol=texts,
    message=texts,
    question=texts,
    related=few(related),
    fingerprint=texts,
    code=texts,
    waived=st.none() | waivers,
)
hunks = st.builds(Hunk, lines, lines, few(texts), few(texts))
files = st.builds(
    FileChange,
    status=st.sampled_from(("modified", "deleted")),
    content=st.just("text"),
    old_path=texts,
    new_path=st.none() | texts,
    old_mode=st.just(0),
    new_mode=st.just(0),
    old_blob=st.just(""),
    new_blob=st.just(""),
    hunks=few(hunks),
)
revisions = st.builds(Revision, texts, texts, texts)
spans = st.builds(Span, lines, texts, lines, lines, texts, lines, few(st.builds(Factor, texts, lines, texts)))
outcomes: st.SearchStrategy[Literal["noticed", "survived", "timed out"]] = st.sampled_from(
    ("noticed", "survived", "timed out")
)
links = st.builds(TestLink, texts, lines, texts, st.sampled_from(get_args(LinkKind)), lines)
mutants = st.builds(Mutant, texts, lines, texts, texts, outcomes)
evidence = st.builds(
    Evidence,
    path=texts,
    line=lines,
    end_line=lines,
    symbol=texts,
    is_new=st.booleans(),
    strength=st.sampled_from(get_args(Strength)),
    tests=few(links),
    lines_run=st.none() | lines,
    lines_measured=st.none() | lines,
    mutants=few(mutants),
)
level_names: st.SearchStrategy[LevelName] = st.sampled_from(get_args(LevelName))
change_levels = st.builds(ChangeLevel, level_names, lines, few(st.builds(Factor, texts, lines, texts)), lines, lines)
plans = st.builds(
    Plan,
    spans=few(spans),
    first=lines,
    lines=lines,
    minutes=lines,
    minutes_all=lines,
    rate=texts,
    skim=few(st.builds(Skim, texts, lines, lines, texts)),
    level=st.none() | change_levels,
)
quotes = st.builds(Quote, texts, lines, lines, st.sampled_from(("old", "new")), texts)
opinions = st.builds(Opinion, findings, st.booleans(), st.sampled_from(get_args(Verdict)), texts, few(quotes, 1))
readings = st.builds(
    Reading,
    model=texts,
    opinions=few(opinions, 1),
    questions=few(st.builds(Question, st.sampled_from(get_args(Area)), texts, few(quotes)), 1),
    explanations=few(st.builds(Explanation, texts, few(quotes, 1)), 3),
    not_done=texts,
    dropped=few(st.tuples(texts, lines), 1),
    withheld=few(texts, 1),
    usage=st.builds(Usage, lines, lines, lines, lines, st.booleans(), st.none() | st.floats()),
)
reviews = st.builds(
    Review,
    change=st.builds(Change, revisions, revisions, few(files)),
    languages=few(st.tuples(texts, lines)),
    findings=few(findings, 4),
    plan=plans,
    skips=few(st.builds(Skip, texts, texts, texts)),
    notes=few(texts),
    waivers=few(st.tuples(states, waivers)),
    evidence=few(evidence),
)
# The same as a second reader has added to them.
read_reviews = st.builds(replace, reviews, reading=readings)

# Findings that collide: few paths, few rules, lines close together.
close_findings = st.builds(
    Finding,
    rule=st.sampled_from("rst"),
    pack=st.just("p"),
    severity=levels,
    confidence=levels,
    path=st.sampled_from("abcd"),
    line=lines,
    end_line=lines,
    side=st.sampled_from(("old", "new")),
    symbol=st.just(""),
    message=st.sampled_from("xy"),
    question=st.just(""),
    related=st.just(()),
    fingerprint=st.sampled_from("fg"),
    waived=st.none() | st.none() | st.just(Waiver("r", "because", "", "w", 1)),
)
