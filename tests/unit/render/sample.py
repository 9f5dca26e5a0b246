"""This module holds the reviews that the golden files show: an ordinary one, an empty one and a hostile one."""

from dataclasses import replace

from reviewer.model.change import Change, FileChange, Hunk, Revision
from reviewer.model.evidence import Evidence, Mutant, TestLink
from reviewer.model.finding import Confidence, Finding, Related, Severity, Skip, Waiver
from reviewer.model.picture import Link, Node, Picture
from reviewer.model.reading import Explanation, Opinion, Question, Quote, Reading, Usage
from reviewer.model.review import ChangeLevel, Factor, Plan, Review, Skim, Span
from reviewer.model.rule import Rule
from reviewer.render.terminal import Terminal

SCREEN = Terminal(width=80, colour=True, links=True, root="/home/ann/shop")


def modify(path: str, *hunks: Hunk) -> FileChange:
    return FileChange("modified", "text", path, path, 0o100644, 0o100644, "a" * 40, "b" * 40, hunks)


def find(
    rule: str,
    path: str,
    line: int,
    severity: Severity = "medium",
    confidence: Confidence = "high",
    message: str = "Something is so.",
) -> Finding:
    return Finding(
        rule=rule,
        pack="correctness",
        severity=severity,
        confidence=confidence,
        path=path,
        line=line,
        end_line=line,
        side="new",
        symbol="",
        message=message,
        question="",
        related=(),
        fingerprint=f"{rule}:{path}:{line}",
    )


def state_rule(rule: str, pack: str, title: str, severity: Severity) -> Rule:
    return Rule(
        id=rule,
        pack=pack,
        title=title,
        why="The caller goes on as if it had worked. Catch what can be handled,\nlet the rest through.\n\n"
        "See `errors.py` for how *we* do it.",
        question="What should the caller do when this fails?",
        severity=severity,
        confidence="medium",
        status="default",
        since="0.1",
        languages=("python", "go"),
        files=("production",),
        cases={},
    )


RULES = {
    "swallowed-exception": state_rule(
        "swallowed-exception", "correctness", "An exception is caught and dropped", "high"
    ),
    "weakened-check": state_rule("weakened-check", "security", "A check lets more through than before", "high"),
}

CHANGE = Change(
    base=Revision("main", "1" * 40, "1a2b3c4d" * 5),
    head=Revision("working tree", "2" * 40),
    files=(
        modify(
            "src/orders/store.py",
            Hunk(38, 38, ("        save(order)",), ("        try:", "            save(order)")),
            Hunk(39, 40, (), ("        except OSError:", "            pass")),
        ),
        modify("src/orders/tax.py", Hunk(10, 10, ("    if rate < 0:", "        raise ValueError(rate)"), ())),
        modify("web/cart.ts", Hunk(5, 5, ("  return n;",), ("  return n ?? 0;",))),
        modify("web/cart.cob", Hunk(1, 1, (), ("       MOVE A TO B.",))),
    ),
)

SWALLOWED = replace(
    find("swallowed-exception", "src/orders/store.py", 40, "high", "medium"),
    end_line=41,
    symbol="OrderStore.save",
    code="        except OSError:",
    message="`except OSError` drops the error: the caller cannot tell a stored order from a lost one.",
    question="What does the customer see when the disk is full?",
    related=(
        Related("src/orders/api.py", 12, 18, "submit", "answers 201 whatever `save` does"),
        Related("src/orders/retry.py", 7, 7, "retry", "waits for an OSError that does not come any more"),
    ),
    fingerprint="5f1c0e",
)

# Everything that a second reader may add: opinions of each kind on what is shown and what is not, and the rest.
READING = Reading(
    model="gpt-x",
    opinions=(
        Opinion(
            replace(find("hidden-order", "web/cart.ts", 7, "low", "low"), message="Two calls must be in this order."),
            is_shown=False,
            verdict="unsure",
            because="Nothing in sight says so.",
            quotes=(),
        ),
        Opinion(
            SWALLOWED,
            is_shown=True,
            verdict="doubted",
            because="`save` is called again by `retry`, which looks at the file; an error is not lost.",
            quotes=(
                Quote("src/orders/retry.py", 7, 9, "new", "    if not store.has(order):\n        save(order)\n"),
                Quote("src/orders/store.py", 40, 41, "new", "        except OSError:\n            pass"),
            ),
        ),
        Opinion(
            replace(
                find("reinvented-helper", "src/orders/slug.py", 10, "medium", "medium"),
                end_line=14,
                message="`slug` does what `slugify` (src/text.py:3) does.",
                question="Why not `slugify`?",
            ),
            is_shown=False,
            verdict="confirmed",
            because="Both lower-case, strip and join by dashes; neither knows None.",
            quotes=(
                Quote(
                    "src/orders/slug.py", 10, 14, "new", "def slug(title):\n    title = title.strip()\n\n    low = 1"
                ),
                Quote("src/text.py", 3, 3, "new", "def slugify(text):"),
            ),
        ),
        Opinion(
            find("pass-through", "src/orders/api.py", 3),
            is_shown=False,
            verdict="doubted",
            because="It also checks the user.",
            quotes=(Quote("src/orders/api.py", 4, 4, "new", "    check(user)"),),
        ),
    ),
    questions=(
        Question(
            "concurrency",
            "What keeps two workers from saving the same order?",
            (
                Quote("src/orders/store.py", 39, 39, "new", "            save(order)"),
                Quote("src/orders/worker.py", 2, 2, "new", "WORKERS = 4"),
            ),
        ),
        Question(
            "units",
            "Is the rate in percent, now that nothing refuses a negative one?",
            (Quote("src/orders/tax.py", 10, 11, "old", "    if rate < 0:\n        raise ValueError(rate)"),),
        ),
    ),
    explanations=tuple(
        Explanation(f"{what}.", (Quote(path, 1, 9, "new", "x = 1"),))
        for what, path in (
            ("An order is kept until the disk takes it", "src/orders/store.py"),
            ("A count that is missing is shown as zero", "web/cart.ts"),
            ("COBOL moves `A` to `B`", "web/cart.cob"),
        )
    ),
    not_done="the budget of 20,000 tokens was used up.",
    dropped=(("quotes that do not stand where they were said to", 2), ("questions without a quote", 1)),
    withheld=("3 secrets were blacked out.", "1 file withheld by the settings"),
    usage=Usage(5, 2, 17_000, 1_204, is_estimated=False, dollars=0.0213),
)

SAMPLE = Review(
    change=CHANGE,
    languages=(("python", 2), ("typescript", 1)),
    findings=(
        SWALLOWED,
        replace(SWALLOWED, line=90, end_line=90, symbol="OrderStore.load", related=(), fingerprint="5f1c0f"),
        replace(
            find("weakened-check", "src/orders/tax.py", 10, "high", "high"),
            pack="security",
            side="old",
            end_line=11,
            symbol="tax",
            code="    if rate < 0:",
            message="A check of `rate` is gone, and no other check of it is left.",
            question="Who guarantees now that the rate is not negative?",
            fingerprint="77aa01",
        ),
        replace(
            find("default-hides-missing", "web/cart.ts", 5, "low", "medium"),
            code="  return n ?? 0;",
            message="A missing count now reads as zero.",
            fingerprint="99bb02",
        ),
        *(find("copied-block", f"src/copies/c{i}.py", 3, "medium", "low") for i in range(4)),
        replace(
            find("unused-parameter", "src/orders/store.py", 12, "low", "high", "`now` is not used."),
            waived=Waiver("unused-parameter", "part of the plug-in interface", "2027-01-31", "reviewer.toml", 4),
        ),
    ),
    plan=Plan(
        spans=(
            Span(
                1,
                "src/orders/store.py",
                30,
                62,
                "OrderStore.save",
                14,
                (
                    Factor("fixes", 6, "9 of its last 20 commits were fixes"),
                    Factor("untested", 5, "no test reaches it"),
                    Factor("callers", 3, "12 callers in 5 folders"),
                ),
            ),
            Span(2, "src/orders/tax.py", 8, 20, "tax", 6, (Factor("sensitive", 6, "it computes money"),)),
            Span(3, "web/cart.ts", 1, 9, "", 2, (Factor("size", 2, "5 lines changed"),)),
            Span(4, "src/copies/c0.py", 1, 9, "", 1, (Factor("size", 1, "1 line changed"),)),
        ),
        first=12,
        lines=340,
        minutes=2,
        minutes_all=34,
        rate="at 400 lines an hour",
        skim=(
            Skim("tests", 210, 3, "what they check is listed with the evidence"),
            Skim("layout", 40, 1, "only white space differs"),
        ),
        level=ChangeLevel(
            "high", 21, (Factor("added", 12, "340 new lines"), Factor("is_fix", 2, "it is a fix")), 184, 200
        ),
    ),
    skips=(
        Skip("web/cart.cob", "*", "no grammar for COBOL"),
        Skip("web/big.ts", "*", "larger than 1 MB"),
        Skip("web/huge.ts", "*", "larger than 1 MB"),
        Skip("", "fix-of-fix", "the clone is shallow: 3 commits of history"),
    ),
    notes=("Compared the working tree with 1a2b3c4, where it left main.",),
    waivers=(
        ("added", Waiver("copied-block", "generated until the split", "", "reviewer.toml", 9, "src/gen/**")),
        ("expired", Waiver("swallowed-exception", "old importer", "2026-01-31", "reviewer.toml", 14, "src/old/**")),
    ),
    evidence=(
        Evidence(
            "src/orders/store.py",
            30,
            62,
            "OrderStore.save",
            is_new=False,
            strength="survived",
            tests=(
                TestLink("tests/test_store.py", 9, "StoreTest.test_save", "call", 0, "asserts"),
                TestLink("tests/test_store.py", 21, "StoreTest.test_save_again", "fixture", 1, "weak"),
            ),
            lines_run=3,
            lines_measured=4,
            mutants=(
                Mutant("src/orders/store.py", 40, "except OSError:", "except ZeroDivisionError:", "survived"),
                Mutant("src/orders/store.py", 39, "save(order)", "pass", "noticed"),
                Mutant("src/orders/store.py", 38, "try:", "if True:", "timed out"),
            ),
        ),
        Evidence("src/orders/tax.py", 8, 20, "tax", is_new=False, strength="not seen"),
        Evidence(
            "web/cart.ts",
            1,
            9,
            "count",
            is_new=True,
            strength="hollow",
            tests=(TestLink("web/cart.test.ts", 4, "cart > counts", "client", 2, "mock"),),
        ),
        *(
            Evidence(
                f"src/copies/c{i}.py",
                1,
                9,
                "copy",
                is_new=True,
                strength="covered",
                tests=(TestLink("tests/test_all.py", 3, "", "parameter", 0),),
                lines_run=2,
                lines_measured=2,
            )
            for i in range(7)
        ),
    ),
    reading=READING,
)

# As a forge has it: whole fingerprints, an answer from the pull request, a drawing, a word on who wrote it.
PULL = replace(
    SAMPLE,
    findings=(
        *(replace(f, fingerprint=f"{i + 10:02x}3f9c1e0b7d44aa") for i, f in enumerate(SAMPLE.findings)),
        replace(
            SWALLOWED,
            line=99,
            end_line=99,
            fingerprint="ab12cd34ef560000",
            waived=Waiver("swallowed-exception", "ann: the caller looks at the counter", "", "", 0),
        ),
    ),
    notes=(*SAMPLE.notes, "by its own word written with Claude: that gives no points"),
    picture=Picture(
        (Node("src/orders", "src/orders", 2, "changed"), Node("web", "web", 2, "changed")),
        (Link("web", "src/orders", 1, "added"),),
        "packages",
    ),
)

EMPTY = replace(SAMPLE, findings=(), plan=Plan(), skips=(), waivers=(), evidence=(), reading=None)

TRICK = (
    "\x1b[31mred\x1b]8;;http://evil.example\x1b\\x\x07\n- [ ] a <script>alert(1)</script> ![i](//e.x/i) "
    "[l](http://e.x) @team/all #12 GH-7 www.e.x ``b` $x$ \u202e\u200b\x9b {0} | \\| \udcff\ud800 &lt; ```\n# h"
)

_TRICKED = Quote(f"../../{TRICK}", 1, 2, "new", f"{TRICK}\n{TRICK}")
_CANDIDATE = replace(find("hidden-order", f"../{TRICK}", 1), message=TRICK, question=TRICK)

HOSTILE = Review(
    change=replace(
        CHANGE,
        head=Revision(TRICK, TRICK, TRICK),
        files=(modify("a\nb\x1b]0;own\x07/`@team`.py", Hunk(1, 1, (TRICK,), (TRICK,))),),
    ),
    languages=((TRICK, 1),),
    findings=(
        replace(
            find("swallowed-exception", "a\nb\x1b]0;own\x07/`@team`\udcff.py", 1, "high"),
            symbol=TRICK,
            code=TRICK,
            message=TRICK,
            question=TRICK,
            fingerprint=TRICK,
            related=(Related(f"../../{TRICK}", 1, 2, TRICK, TRICK),),
        ),
        replace(
            find("weakened-check", "/etc/passwd", 1, "low"),
            message=TRICK,
            waived=Waiver(TRICK, TRICK, TRICK, TRICK, 1, TRICK),
        ),
    ),
    plan=Plan(
        spans=(Span(1, f"x|\\|`{TRICK}", 1, 2, TRICK, 3, (Factor(TRICK, 3, TRICK),)),),
        first=2,
        lines=2,
        minutes=1,
        minutes_all=1,
        rate=TRICK,
        skim=(Skim(TRICK, 1, 1, TRICK),),
        level=ChangeLevel("low", 1, (Factor(TRICK, 1, TRICK),), 1, 2),
    ),
    skips=(Skip(TRICK, TRICK, TRICK),),
    notes=(TRICK,),
    waivers=(("unused", Waiver(TRICK, TRICK, TRICK, TRICK, 1, TRICK)),),
    evidence=(
        Evidence(
            f"x|\\|`{TRICK}",
            1,
            2,
            TRICK,
            is_new=True,
            strength="reached",
            tests=(TestLink(TRICK, 1, TRICK, "call", 0),),
            mutants=(Mutant(TRICK, 1, TRICK, TRICK, "survived"),),
        ),
    ),
    reading=Reading(
        model=TRICK,
        opinions=(
            Opinion(_CANDIDATE, is_shown=False, verdict="confirmed", because=TRICK, quotes=(_TRICKED,)),
            Opinion(_CANDIDATE, is_shown=True, verdict="doubted", because=TRICK, quotes=(_TRICKED,)),
        ),
        questions=(Question("limits", TRICK, (_TRICKED, _TRICKED)),),
        explanations=(Explanation(TRICK, (_TRICKED,)),),
        not_done=TRICK,
        dropped=((TRICK, 1),),
        withheld=(TRICK,),
        usage=Usage(1, 0, 1, 1, is_estimated=True, dollars=float("nan")),
    ),
)
