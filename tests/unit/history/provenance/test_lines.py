"""Who wrote single lines: what git-ai, whogitit, SourceTrace and Agent Trace note, and what they leave open."""

import json

import pytest

from reviewer.history.provenance.licences import find_licence, is_licence_file, name_licence
from reviewer.history.provenance.lines.notes import read_note
from reviewer.history.provenance.lines.stretches import Stretch, count_lines, find_stretches, sum_up
from reviewer.history.provenance.lines.traces import read_traces
from reviewer.model.provenance import LineRange, Verdict
from reviewer.ports import Origin

GIT_AI = """src/till.py
  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-4,9
  h_31dce776f88375 5-8
  s_unknown0000000::t_9f8e7d6c5b4a32 20
"src/my till.py"
  d9978a8723e02b52 1,3-4
---
{
  "schema_version": "authorship/3.0.0",
  "base_commit_sha": "77",
  "prompts": {"d9978a8723e02b52": {"agent_id": {"tool": "codex", "id": "1", "model": "gpt-5"}}},
  "humans": {"h_31dce776f88375": {"author": "Ada <ada@house.org>"}},
  "sessions": {"s_c9883b05a2487d": {"agent_id": {"tool": "claude", "id": "2", "model": "opus"}}}
}
"""


def test_a_git_ai_note_tells_agents_from_people_and_from_what_is_unknown() -> None:
    assert read_note("git-ai", GIT_AI.encode()) == {
        "src/my till.py": (
            LineRange(1, 1, "ai", "codex", "gpt-5", "git-ai"),
            LineRange(3, 4, "ai", "codex", "gpt-5", "git-ai"),
        ),
        "src/till.py": (
            LineRange(1, 4, "ai", "claude", "opus", "git-ai"),
            LineRange(5, 8, "human", "", "", "git-ai"),
            LineRange(9, 9, "ai", "claude", "opus", "git-ai"),
            LineRange(20, 20, "unknown", "", "", "git-ai"),
        ),
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"---",
        b"till.py\n  s_c9883b05a2487d 1-4\n---\nno json",
        b"till.py\n  s_c9883b05a2487d 1-4\n---\n[]",
        GIT_AI.replace("3.0.0", "x").replace("authorship/", "else/").encode(),
        GIT_AI.replace("1-4,9", "4-1,0").replace("5-8", "x").replace("20", "-").replace("1,3-4", "9-8").encode(),
        b"[" * 100_000,
        GIT_AI.encode() + b" " * 1_000_000,
    ],
)
@pytest.mark.parametrize("standard", ["git-ai", "whogitit", "SourceTrace"])
def test_what_is_no_note_says_nothing(standard: str, data: bytes) -> None:
    assert read_note(standard, data) == {}


@pytest.mark.parametrize("version", [2, 3])
def test_a_whogitit_note_is_read_in_both_of_its_versions(version: int) -> None:
    kinds = ["AI", "AI", "AIModified", "Human", "Original"]
    lines = [
        {"line_number": number, "source": {"type": kind} if version == 3 else kind}
        for number, kind in enumerate(kinds, 1)
    ]
    note = {"version": version, "session": {"model": {"id": "opus"}}, "files": [{"path": "till.py", "lines": lines}]}

    assert read_note("whogitit", json.dumps(note).encode()) == {
        "till.py": (
            LineRange(1, 2, "ai", "", "opus", "whogitit"),
            LineRange(3, 3, "mixed", "", "opus", "whogitit"),
            LineRange(4, 4, "human", "", "", "whogitit"),
        )
    }


def test_a_source_trace_note_names_agents_and_takes_nobody_for_a_person() -> None:
    note = {"v": 1, "f": {"till.py": [{"s": "agent|cursor(opus)", "l": [1, "5-9"]}, {"s": "operator", "l": [2]}]}}

    assert read_note("SourceTrace", json.dumps(note).encode()) == {
        "till.py": (
            LineRange(1, 1, "ai", "cursor", "opus", "SourceTrace"),
            LineRange(2, 2, "unknown", "", "", "SourceTrace"),
            LineRange(5, 9, "ai", "cursor", "opus", "SourceTrace"),
        )
    }


def test_an_agent_trace_says_for_which_commit_it_is() -> None:
    talk = {
        "contributor": {"type": "ai", "model_id": "anthropic/opus"},
        "ranges": [
            {"start_line": 1, "end_line": 4},
            {"start_line": 6, "end_line": 6, "contributor": {"type": "human"}},
            {"start_line": "x", "end_line": 6},
            {"start_line": 9, "end_line": 9, "contributor": {"type": "ghost"}},
        ],
    }
    record = {
        "version": "0.1.0",
        "vcs": {"type": "git", "revision": "ab" * 20},
        "tool": {"name": "cursor"},
        "files": [{"path": "till.py", "conversations": [talk]}],
    }
    other = record | {"vcs": {"type": "hg", "revision": "cd"}}
    text = "\n".join([json.dumps(record), json.dumps(other), "no json", "[1]", '{"vcs": 3}'])

    assert read_traces(text.encode()) == {
        "ab" * 20: {
            "till.py": (
                LineRange(1, 4, "ai", "cursor", "anthropic/opus", "Agent Trace"),
                LineRange(6, 6, "human", "", "", "Agent Trace"),
                LineRange(9, 9, "unknown", "", "", "Agent Trace"),
            )
        }
    }


def test_a_line_is_the_notes_or_else_what_the_commit_says_of_itself() -> None:
    verdicts = {
        "old": Verdict("human_or_undeclared", "low"),
        "said": Verdict("human_or_undeclared", "high", declared="human"),
        "agent": Verdict("ai_authored", "high"),
        "noted": Verdict("ai_assisted", "high"),
        "untold": Verdict("human_or_undeclared", "low"),
    }
    notes = dict.fromkeys(("noted", "untold"), read_note("git-ai", GIT_AI.encode()))
    lines = ["old", "agent", "agent", "said", "noted", "noted", "noted", "noted", "noted"]
    origins = {n: Origin(commit, 0, "src/till.py", n) for n, commit in enumerate(lines, 1)}
    origins[10] = Origin("noted", 0, "src/other.py", 1)
    origins[11] = Origin("noted", 0, "src/till.py", 20)
    origins[12] = Origin("untold", 0, "src/till.py", 99)
    found = find_stretches(origins, verdicts, notes)

    assert found == (
        Stretch(1, 1, "old", "human_or_undeclared"),
        Stretch(2, 3, "agent", "ai_authored"),
        Stretch(4, 4, "said", "human_or_undeclared", is_declared_human=True),
        Stretch(5, 8, "noted", "human_or_undeclared", "human", is_declared_human=True),
        Stretch(9, 9, "noted", "ai_authored", "ai", "claude"),
        Stretch(10, 10, "noted", "ai_assisted"),
        Stretch(11, 11, "noted", "ai_assisted", "unknown"),
        Stretch(12, 12, "untold", "human_or_undeclared"),
    )
    assert count_lines(found) == {"human_or_undeclared": 7, "ai_authored": 3, "ai_assisted": 2}


@pytest.mark.parametrize(
    ("counts", "cls"),
    [
        ({"human_or_undeclared": 9}, "human_or_undeclared"),
        ({"ai_authored": 9, "human_or_undeclared": 0}, "ai_authored"),
        ({"ai_authored": 1, "human_or_undeclared": 99}, "mixed"),
        ({"automation": 5, "human_or_undeclared": 9}, "human_or_undeclared"),
        ({"automation": 5}, "automation"),
    ],
)
def test_a_file_is_mixed_where_a_machine_wrote_some_of_it(counts: dict[str, int], cls: str) -> None:
    assert sum_up(counts) == cls  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "data", "licence"),
    [
        ("a/b.py", b"# SPDX-License-Identifier: Apache-2.0 OR MIT\n", ("Apache-2.0 OR MIT", "SPDX line")),
        ("a/b.c", b"/* SPDX-License-Identifier: GPL-2.0-only */\n", ("GPL-2.0-only", "SPDX line")),
        ("a/b.py", b"x = 1\n", ("MIT", "licence file")),
        ("a/vendor/b.py", b"x = 1\n", ("ISC", "licence file")),
        ("a/b.py", b"x" * 9_000 + b"SPDX-License-Identifier: MIT", ("MIT", "licence file")),
    ],
)
def test_a_licence_is_that_of_the_line_or_of_the_nearest_folder(
    path: str, data: bytes, licence: tuple[str, str]
) -> None:
    assert find_licence(path, data, {".": "MIT", "a/vendor": "ISC"}) == licence
    assert find_licence("b.py", b"", {}) == ("", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"),
        ("  Apache License\n   Version 2.0, January 2004", "Apache-2.0"),
        ("GNU LESSER GENERAL PUBLIC LICENSE\n Version 2.1", "LGPL-2.1"),
        ("Redistribution and use in source and binary forms ... Neither the name of", "BSD-3-Clause"),
        ("Redistribution and use in source and binary forms, with", "BSD-2-Clause"),
        ("All rights reserved.", ""),
    ],
)
def test_a_licence_text_is_known_by_its_words(text: str, name: str) -> None:
    assert name_licence(text.encode()) == name


@pytest.mark.parametrize(
    ("path", "held"),
    [
        ("LICENSE", True),
        ("a/LICENCE.txt", True),
        ("LICENSE-MIT", True),
        ("COPYING", True),
        ("UNLICENSE", True),
        ("license_check.py", False),
        ("docs/copying-files.md", False),
    ],
)
def test_a_licence_file_is_known_by_its_name(path: str, *, held: bool) -> None:
    assert is_licence_file(path) == held
