"""This module holds the words by which test frameworks switch tests off, a table for each way."""

import re
from typing import Literal

from reviewer.change.late import compile_late

Manner = Literal["skip", "only", "todo", "fails"]


MARKS: dict[str, tuple[tuple[Manner, re.Pattern[str]], ...]] = {
    "python": (
        ("skip", compile_late(r"^@(?:\w+\.)*skip\b")),
        (
            "fails",
            compile_late(r"^@(?:\w+\.)*(xfail\b(?!\(\s*(?![\"'frFR)]|reason|strict|raises|run))|expectedFailure\b)"),
        ),
    ),
    "java": (("skip", compile_late(r"^@(?:[\w.]+\.)?(Disabled|Ignore|Ignored)\b(?!\w)")),),
    "csharp": (("skip", compile_late(r"^\[(?:[^\"]*[,\s])?Ignore\b|\bSkip\s*=\s*[\"$@n]")),),
    "rust": (("skip", compile_late(r"^#\[ignore\b")),),
    "swift": (("skip", compile_late(r"^@(?:Test|Suite)\b[^{]*\.disabled\((?!\s*if:)")),),
    "php": (("skip", compile_late(r"^#\[\\?(\w+\\)*(Skip|Ignore)\b")),),
}
MARKS["kotlin"] = MARKS["scala"] = MARKS["java"]
SCRIPT = frozenset({"javascript", "typescript", "tsx"})
CALLS: dict[str, tuple[tuple[Manner, re.Pattern[str]], ...]] = {
    "typescript": (
        (
            "only",
            compile_late(r"^((it|test|describe|context|suite|specify)(\.\w+)*\.only|f(it|test|describe|context))\b"),
        ),
        ("todo", compile_late(r"^(it|test)\.todo$")),
        (
            "skip",
            compile_late(
                r"^((it|test|describe|context|suite|specify)(\.\w+)*\.(skip|fixme)|x(it|test|describe|context|specify))"
                r"\b(?!If)"
            ),
        ),
        ("fails", compile_late(r"^(it|test)(\.\w+)*\.(fails|failing|fail)\b")),
    ),
    "ruby": (
        ("only", compile_late(r"^f(it|describe|context|specify|example)$")),
        ("skip", compile_late(r"^(x(it|describe|context|specify|example)|skip)$")),
        ("fails", compile_late(r"^pending$")),
    ),
    "kotlin": (("skip", compile_late(r"^x(it|test|describe|context|scenario|should|expect)$")),),
    "scala": (("skip", compile_late(r"^ignore$")),),
    "swift": (("skip", compile_late(r"^x(it|describe|context)$")), ("only", compile_late(r"^f(it|describe|context)$"))),
    "php": (("todo", compile_late(r"^todo$")),),
}
CALLS["javascript"] = CALLS["tsx"] = CALLS["typescript"]
# Calls that end a running test as skipped.
STOPS: dict[str, re.Pattern[str]] = {
    "python": compile_late(r"^(pytest\.(skip|xfail)|self\.skipTest|(unittest\.)?(case\.)?SkipTest)$"),
    "go": compile_late(r"^(t|b|tb|tt|\w+\.T\(\))\.(Skip|Skipf|SkipNow)$"),
    "java": compile_late(r"^(Assumptions\.)?abort$"),
    "csharp": compile_late(r"^Assert\.(Ignore|Inconclusive|Skip)$"),
    "ruby": compile_late(r"^(skip|pending)$"),
    "php": compile_late(
        r"^\$this\.(markTestSkipped|markTestIncomplete)$|^(self|static)\.markTest(Skipped|Incomplete)$"
    ),
    "swift": compile_late(r"^XCTSkip$"),
    "typescript": compile_late(r"^(this|ctx|context|t|test|test\.info\(\))\.(skip|fixme)$"),
    "cpp": compile_late(r"^(GTEST_SKIP|SKIP)$"),
    "bash": compile_late(r"^skip$"),
}
STOPS["javascript"] = STOPS["tsx"] = STOPS["typescript"]
STOPS["kotlin"] = STOPS["scala"] = STOPS["java"]
OPTION = compile_late(r"\b(skip|todo|only)['\"]?\s*(:|=>)\s*(true|['\"])|:(skip|focus)\b|\bfocus:\s*true")
WHOLE_FILE = compile_late(r"^pytestmark\s*=.*\bmark\.skip\b")
PARAMETER = compile_late(r"\bmarks\s*=\s*\[?\s*(?:\w+\.)*mark\.(skip|xfail)\b(?!if)")
