"""Every build server reads the results of tests; this module holds a review as such: a rule is a test that may fail."""

from collections import Counter
from collections.abc import Mapping
from xml.etree import ElementTree

from reviewer.model.finding import Finding, Skip
from reviewer.model.review import Review
from reviewer.model.rule import Rule
from reviewer.render.escape import escape_text, shorten
from reviewer.render.verdict import count_of, count_reasons, state_place, state_related
from reviewer.risk.budget import rank

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ID = 8
_MESSAGE, _TEXT = 300, 4_000
_RELATED, _REASONS = 10, 50

_Case = ElementTree.Element


def render_junit(review: Review, rules: Mapping[str, Rule]) -> str:
    """Return the review as JUnit XML. `rules` are those that were applied.

    A rule that found nothing is a test that passes, and one of which every finding is waived or that did not look is
    skipped. Otherwise each finding is a test that fails: Jenkins shows only the first failure of a test.
    """
    packs = {finding.rule: finding.pack for finding in review.findings} | {r.id: r.pack for r in rules.values()}
    found: dict[str, list[Finding]] = {rule: [] for rule in sorted(packs)}
    for finding in sorted(review.findings, key=rank):
        found[finding.rule].append(finding)
    cases = [case for rule, own in found.items() for case in _list_cases(rule, packs[rule], own, review.skips)]
    counts = _count(cases)
    suite = ElementTree.Element("testsuite", counts)
    suite.extend(cases)
    if review.skips:
        reasons = [f"Not looked at, {count_of(n, 'time')}: {reason}" for reason, n in count_reasons(review.skips)]
        ElementTree.SubElement(suite, "system-out").text = _lines(reasons[:_REASONS])
    root = ElementTree.Element("testsuites", counts)
    root.append(suite)
    ElementTree.indent(root)
    return f"{_HEAD}{ElementTree.tostring(root, encoding='unicode')}\n"


def _list_cases(rule: str, pack: str, found: list[Finding], skips: tuple[Skip, ...]) -> list[_Case]:
    failing = [finding for finding in found if finding.waived is None]
    if failing:
        seen = Counter[str]()
        return [_fail(finding, pack, seen) for finding in failing]
    case = _case(rule, pack)
    reasons = [skip.reason for skip in skips if skip.rule == rule]
    if found or reasons:
        why = f"{count_of(len(found), 'finding')} waived" if found else reasons[0]
        ElementTree.SubElement(case, "skipped", message=_line(why))
    return [case]


def _fail(finding: Finding, pack: str, seen: Counter[str]) -> _Case:
    """Return a failed test with a name that it keeps when lines shift; GitLab reads only the first of a name."""
    name = f"{finding.rule} {finding.fingerprint[:_ID]}"
    seen[name] += 1
    case = _case(f"{name} {seen[name]}" if seen[name] > 1 else name, pack)
    message = finding.message.strip() or finding.rule
    failure = ElementTree.SubElement(case, "failure", message=_line(message), type=finding.severity)
    old = ", before the change" if finding.side == "old" else ""
    lines = [state_place(finding.path, finding.line, finding.end_line) + old, message]
    lines += [f"Ask: {finding.question.strip()}"] if finding.question.strip() else []
    lines += [f"See {state_related(related)}" for related in finding.related[:_RELATED]]
    failure.text = _lines(lines)
    return case


def _case(name: str, pack: str) -> _Case:
    return ElementTree.Element("testcase", classname=_line(f"reviewer.{pack}"), name=_line(name), time="0")


def _count(cases: list[_Case]) -> dict[str, str]:
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    numbers = {"tests": len(cases), "failures": failures, "errors": 0, "skipped": skipped, "time": 0}
    return {"name": "reviewer"} | {name: str(number) for name, number in numbers.items()}


def _lines(lines: list[str]) -> str:
    return shorten("\n".join(map(escape_text, lines)), _TEXT)


def _line(text: str) -> str:
    return shorten(escape_text(text), _MESSAGE)
