"""This module holds the words by which test frameworks switch tests off, a table for each way."""

import re
from typing import Literal

Manner = Literal["skip", "only", "todo", "fails"]


MARKS: dict[str, tuple[tuple[Manner, re.Pattern[str]], ...]] = {
    "python": (
        ("skip", re.compile(r"^@(?:\w+\.)*skip\b")),
        (
            "fails",
            re.compile(r"^@(?:\w+\.)*(xfail\b(?!\(\s*(?![\"'frFR)]|reason|strict|raises|run))|expectedFailure\b)"),
        ),
    ),
    "java": (("skip", re.compile(r"^@(?:[\w.]+\.)?(Disabled|Ignore|Ignored)\b(?!\w)")),),
    "csharp": (("skip", re.compile(r"^\[(?:[^\"]*[,\s])?Ignore\b|\bSkip\s*=\s*[\"$@n]")),),
    "rust": (("skip", re.compile(r"^#\[ignore\b")),),
    "swift": (("skip", re.compile(r"^@(?:Test|Suite)\b[^{]*\.disabled\((?!\s*if:)")),),
    "php": (("skip", re.compile(r"^#\[\\?(\w+\\)*(Skip|Ignore)\b")),),
}
MARKS["kotlin"] = MARKS["scala"] = MARKS["java"]
SCRIPT = frozenset({"javascript", "typescript", "tsx"})
CALLS: dict[str, tuple[tuple[Manner, re.Pattern[str]], ...]] = {
    "typescript": (
        (
            "only",
            re.compile(r"^((it|test|describe|context|suite|specify)(\.\w+)*\.only|f(it|test|describe|context))\b"),
        ),
        ("todo", re.compile(r"^(it|test)\.todo$")),
        (
            "skip",
            re.compile(
                r"^((it|test|describe|context|suite|specify)(\.\w+)*\.(skip|fixme)|x(it|test|describe|context|specify))"
                r"\b(?!If)"
            ),
        ),
        ("fails", re.compile(r"^(it|test)(\.\w+)*\.(fails|failing|fail)\b")),
    ),
    "ruby": (
        ("only", re.compile(r"^f(it|describe|context|specify|example)$")),
        ("skip", re.compile(r"^(x(it|describe|context|specify|example)|skip)$")),
        ("fails", re.compile(r"^pending$")),
    ),
    "kotlin": (("skip", re.compile(r"^x(it|test|describe|context|scenario|should|expect)$")),),
    "scala": (("skip", re.compile(r"^ignore$")),),
    "swift": (("skip", re.compile(r"^x(it|describe|context)$")), ("only", re.compile(r"^f(it|describe|context)$"))),
    "php": (("todo", re.compile(r"^todo$")),),
}
CALLS["javascript"] = CALLS["tsx"] = CALLS["typescript"]
# Calls that end a running test as skipped.
STOPS: dict[str, re.Pattern[str]] = {
    "python": re.compile(r"^(pytest\.(skip|xfail)|self\.skipTest|(unittest\.)?(case\.)?SkipTest)$"),
    "go": re.compile(r"^(t|b|tb|tt|\w+\.T\(\))\.(Skip|Skipf|SkipNow)$"),
    "java": re.compile(r"^(Assumptions\.)?abort$"),
    "csharp": re.compile(r"^Assert\.(Ignore|Inconclusive|Skip)$"),
    "ruby": re.compile(r"^(skip|pending)$"),
    "php": re.compile(r"^\$this\.(markTestSkipped|markTestIncomplete)$|^(self|static)\.markTest(Skipped|Incomplete)$"),
    "swift": re.compile(r"^XCTSkip$"),
    "typescript": re.compile(r"^(this|ctx|context|t|test|test\.info\(\))\.(skip|fixme)$"),
    "cpp": re.compile(r"^(GTEST_SKIP|SKIP)$"),
    "bash": re.compile(r"^skip$"),
}
STOPS["javascript"] = STOPS["tsx"] = STOPS["typescript"]
STOPS["kotlin"] = STOPS["scala"] = STOPS["java"]
OPTION = re.compile(r"\b(skip|todo|only)['\"]?\s*(:|=>)\s*(true|['\"])|:(skip|focus)\b|\bfocus:\s*true")
WHOLE_FILE = re.compile(r"^pytestmark\s*=.*\bmark\.skip\b")
PARAMETER = re.compile(r"\bmarks\s*=\s*\[?\s*(?:\w+\.)*mark\.(skip|xfail)\b(?!if)")
