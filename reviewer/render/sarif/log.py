"""Code scanning reads a review as SARIF 2.1.0; this module holds that form, within GitHub's rules for it."""

import json
from collections.abc import Mapping
from typing import Any

from reviewer.model.change import Change
from reviewer.model.finding import Finding, Related, Skip
from reviewer.model.review import Review
from reviewer.model.rule import Rule
from reviewer.render.escape import escape_code_line, escape_text, escape_uri, shorten
from reviewer.render.place import Place, place_in_head
from reviewer.render.sarif.rules import SARIF_LEVELS, describe_rules
from reviewer.render.verdict import state_waiver_place
from reviewer.risk.budget import rank

Json = dict[str, Any]

# What GitHub takes of one run: 25,000 results, of which it shows 5,000, and 100 related places of a result.
MOST_RESULTS = 25_000
MOST_RELATED = 100
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_CODE = 500
_TEXT = 4_000


def render_sarif(review: Review, rules: Mapping[str, Rule], version: str) -> str:
    """Return the review as a SARIF log of one run, the gravest results first.

    `rules` are those that were applied; `version` is that of this program.
    """
    ranked = sorted(review.findings, key=rank)
    descriptors = describe_rules(rules, {(f.rule, f.pack) for f in ranked})
    index = {rule["id"]: i for i, rule in enumerate(descriptors)}
    run: Json = {
        "tool": {"driver": {"name": "reviewer", "version": version, "semanticVersion": version, "rules": descriptors}},
        # GitHub takes what stands before the last slash as the category of the analysis.
        "automationDetails": {"id": f"reviewer/{escape_uri(_revision(review.change))}"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    *(_notify(skip, index) for skip in review.skips),
                    *_notify_of_cut(len(ranked)),
                ],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the reviewed repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(f, review.change, index) for f in ranked[:MOST_RESULTS]],
        "properties": _provenance(review),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _result(finding: Finding, change: Change, index: Mapping[str, int]) -> Json:
    place = place_in_head(finding, change)
    rule = escape_text(finding.rule)
    location = _locate(place.path, place.line, place.end_line)
    if place.is_exact and finding.code.strip() and place.line == place.end_line:
        location["physicalLocation"]["region"]["snippet"] = {"text": escape_code_line(finding.code, limit=_CODE)}
    if finding.symbol.strip():
        location["logicalLocations"] = [{"fullyQualifiedName": escape_text(finding.symbol)}]
    related = finding.related[:MOST_RELATED]
    return {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": _message(finding, place)},
        "locations": [location],
        "relatedLocations": [_relate(i, r) for i, r in enumerate(related, 1)],
        "partialFingerprints": {
            "reviewer/v1": escape_text(finding.fingerprint),
            # The only key that GitHub compares; without it every upload would open the alert anew.
            "primaryLocationLineHash": escape_text(finding.fingerprint),
        },
        "suppressions": _suppress(finding),
        "properties": {"confidence": finding.confidence, "side": finding.side, "line": finding.line},
    }


def _message(finding: Finding, place: Place) -> str:
    """Return the fact, the question, and a word where the location is not that of the fact. Never empty."""
    fact = escape_text(finding.message.strip()) or escape_text(finding.rule) or "Finding without a message."
    question = escape_text(finding.question.strip())
    parts = [fact, f"Ask: {question}" if question else "", place.remark]
    return "\n\n".join(_plain(part) for part in parts if part)


def _suppress(finding: Finding) -> list[Json]:
    waiver = finding.waived
    if waiver is None:
        return []
    until = f" (until {waiver.until})" if waiver.until else ""
    said = "" if waiver.path else f" ({state_waiver_place(waiver)})"
    suppression: Json = {
        "kind": "inSource" if waiver.path and waiver.path == finding.path else "external",
        "status": "accepted",
        "justification": shorten(escape_text(waiver.reason + until + said), _TEXT),
    }
    if waiver.path:
        suppression["location"] = _locate(waiver.path, waiver.line, waiver.line)
    return [suppression]


def _relate(number: int, related: Related) -> Json:
    text = escape_text(related.message.strip() or related.symbol.strip()) or "See also."
    return {"id": number, **_locate(related.path, related.line, related.end_line), "message": {"text": _plain(text)}}


def _notify(skip: Skip, index: Mapping[str, int]) -> Json:
    rule = escape_text(skip.rule)
    note: Json = {
        "level": "warning",
        "message": {"text": _plain(f"Not looked at: {escape_text(skip.reason)}")},
    }
    if skip.path:
        note["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(skip.path)}}]
    if rule in index:
        note["associatedRule"] = {"id": rule, "index": index[rule]}
    return note


def _notify_of_cut(results: int) -> list[Json]:
    missing = results - MOST_RESULTS
    text = f"{missing} more results are left out: GitHub takes {MOST_RESULTS} of one run."
    return [{"level": "warning", "message": {"text": text}}] if missing > 0 else []


def _locate(path: str, line: int, end_line: int) -> Json:
    first = max(line, 1)
    region = {"startLine": first, "endLine": max(end_line, first)}
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: str) -> Json:
    return {"uri": escape_uri(path).lstrip("/"), "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """Return message text that no viewer takes for a link `[text](target)` or a placeholder `{0}` (SARIF 3.11).

    Brackets and braces that cannot be one stay as they are, since GitHub shows the escapes too.
    """
    cut = shorten(text, _TEXT)
    if "](" in cut:
        cut = cut.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return "".join(f"{{{char}" if char == "{" and cut[i + 1 : i + 2].isdigit() else char for i, char in enumerate(cut))


def _revision(change: Change) -> str:
    return change.head.commit or change.head.tree


def _provenance(review: Review) -> Json:
    """Return the revisions. SARIF's own place for them demands the address of the repository, which is not known."""
    change = review.change
    return {
        "base": {"name": escape_text(change.base.name), "revisionId": escape_text(change.base.commit)},
        "head": {"name": escape_text(change.head.name), "revisionId": escape_text(_revision(change))},
        "notes": [escape_text(note) for note in review.notes],
    }
