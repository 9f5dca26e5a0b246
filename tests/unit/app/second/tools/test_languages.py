"""What the tools say of code in several languages, by lines that must and must not be in an answer."""

from collections.abc import Mapping

import pytest

from reviewer.app.second.tools import Sight
from reviewer.index.build import index_files
from reviewer.index.view import View
from reviewer.model.change import Change
from reviewer.model.review import Plan, Review
from tests.unit.app.second.tools.shop import ask
from tests.unit.engine.samples import NOWHERE, Quiet, make_file

Case = tuple[Mapping[str, str], str, Mapping[str, object], list[str], list[str]]
PYTHON = {
    "src/walk.py": (
        "def walk(node):\n    def label(text):\n        return text\n\n"
        "    for child in node.children:\n        walk(child)\n    return label(node.name), label('label')\n"
    ),
    "src/other.py": "class Tree:\n    def run(self):\n        return self.root.walk()\n",
    "src/use.py": (
        'from src.walk import walk\n\nUSAGE = """\nwalk(node)\n"""\n\n\n'
        "def go(node):\n    walk(node)\n    return walk(node)\n"
    ),
}
SCRIPT = {
    "src/port.ts": "export interface Port {\n  send(text: string): void;\n}\n",
    "src/line.ts": (
        "import { Port } from './port';\n\nexport class Line implements Port {\n"
        "  send(text: string) {\n    const cut = (t: string) => t.trim();\n    return cut(text) + cut('');\n  }\n}\n"
    ),
    "src/deep.ts": "import { Line } from './line';\n\nexport class Deep<T extends Port> extends Line {\n  x = 1;\n}\n",
    "src/call.ts": "import { Port } from './port';\n\nexport function tell(port: Port) {\n  port.send('a');\n}\n",
}
NAMED = {
    "src/again.ts": "export const runAgain =\n  (n: number) => {\n    return n;\n  };\n",
    "src/index.ts": "export {\n  runAgain,\n  runAgain as again\n} from './again';\n",
    "src/table.ts": "import { runAgain } from './again';\n\nexport const table = { runAgain: 1, use: runAgain };\n",
    "src/key.ts": "export const key = {\n  runAgain: other(),\n};\n",
}
RUST = {
    "sizes-console/src/lib.rs": "pub fn human_bytes(n: u64) -> u64 {\n    n\n}\n",
    "tree/src/draw.rs": (
        "use sizes_console::human_bytes;\n\npub struct Wheel { filename: u64 }\n\nimpl Shown for Wheel {\n"
        "    fn filename(&self) -> u64 {\n        Ok(human_bytes(self.size.filename.iter().count()))\n    }\n}\n\n"
        "pub struct Disk {}\n\nimpl Disk {\n    fn filename(&self) -> u64 {\n        1\n    }\n}\n\n"
        "pub fn draw(wheel: &Wheel) -> u64 {\n    let field = wheel.filename;\n    wheel.filename()\n}\n"
    ),
    "tree/src/shown.rs": "pub trait Shown {\n    fn filename(&self) -> u64;\n}\n",
}
GO = {
    "go.mod": "module example.com/shop\n",
    "run/run.go": "package run\n\ntype Runnable interface {\n\tRun() error\n}\n",
    "root/help.go": (
        'package root\n\nimport "example.com/shop/run"\n\nfunc Help(c Command) {\n\tif c.Runnable() {\n'
        '\t\trun.Go()\n\t}\n\tfunc(a int) { print(a) }(1)\n\tc.Flags().Bool("x")\n\tunknown()\n}\n'
    ),
    "away/away.go": "package away\n\nfunc unknown() {}\n",
}
JAVA = {
    "src/main/java/shop/Listener.java": (
        "package shop;\n\npublic interface Listener {\n    void onEvent(String text);\n}\n"
    ),
    "src/main/java/shop/Registry.java": (
        "package shop;\n\npublic class Registry {\n    private class Own implements Listener {\n"
        "        public void onEvent(String text) {\n            text.trim();\n        }\n    }\n}\n"
    ),
    "src/main/java/shop/Bus.java": (
        'package shop;\n\npublic class Bus {\n    void send(Listener to) {\n        to.onEvent("a");\n    }\n}\n'
    ),
}
C = {
    "lib/jar.h": "#define jar_all() jar_flush(1)\nint jar_flush(int all);\n",
    "lib/jar.c": '#include "jar.h"\n\nint jar_flush(int all)\n{\n  return all;\n}\n',
    "lib/easy.c": '#include "other.h"\n\nint easy_close(int all)\n{\n  return jar_flush(all);\n}\n',
}
WORDS = {
    "src/umlaut.py": "def grüße(a):\n    return a\n\n\ndef tell(a):\n    return grüße(a)  # über alles\n",
}
ONLY_TRUTH: dict[str, Case] = {
    "a function that calls itself, and one that another object has": (
        PYTHON,
        "find_callers",
        {"path": "src/walk.py", "line": 1},
        [
            "walk (src/walk.py:1-7) is called or handed on in 2 places of code and 0 places of tests",
            "src/use.py:9 in go: walk(node)",
            "  and src/use.py:10: return walk(node)",
            "it calls itself on line 6",
            "not taken for calls of it, but of the same name: 1 place, such as",
            "  src/other.py:3 in Tree.run: return self.root.walk()",
        ],
        ["src/use.py:4"],
    ),
    "a local function": (
        PYTHON,
        "find_callers",
        {"path": "src/walk.py", "line": 3},
        [
            "walk.label (src/walk.py:2-3) is local to walk, which calls it, hands it on or writes its name in 1 place",
            "src/walk.py:7: return label(node.name), label('label')",
            "where it goes when it is handed on is not followed: find_uses lists what mentions label",
        ],
        ["not taken"],
    ),
    "tests of a local function are those of the one around it": (
        PYTHON,
        "find_tests",
        {"path": "src/walk.py", "line": 3},
        ["walk.label is local: this is about the function around it"],
        [],
    ),
    "a local function of a method of a script": (
        SCRIPT,
        "find_callers",
        {"path": "src/line.ts", "line": 5},
        ["src/line.ts:6: return cut(text) + cut('');"],
        ["0 places", "not taken"],
    ),
    "a name that is only given or handed through": (
        NAMED,
        "find_callers",
        {"path": "src/again.ts", "line": 2},
        [
            "runAgain (src/again.ts:2-4) is called or handed on in 1 place of code and 0 places of tests",
            "src/table.ts:3: export const table = { runAgain: 1, use: runAgain };",
        ],
        ["not taken", "src/index.ts", "src/key.ts", "src/again.ts:1:"],
    ),
    "a name within a function is known as one": (
        SCRIPT,
        "find_uses",
        {"name": "cut"},
        [
            "no function, class or constant has the name cut, unless within a function",
            "src/line.ts:5 in Line.send: const cut = (t: string) => t.trim(); (also on line 6)",
        ],
        [],
    ),
    "who implements an interface of a script, and not whose parameter is bound by it": (
        SCRIPT,
        "find_uses",
        {"name": "Port"},
        [
            "src/port.ts:1: export interface Port {",
            "extended or implemented by 1:",
            "src/line.ts:3: export class Line implements Port {",
            "src/call.ts:3 in tell: export function tell(port: Port) {",
        ],
        [],
    ),
    "a class that extends one behind its parameters": (
        SCRIPT,
        "find_uses",
        {"name": "Line"},
        ["extended or implemented by 1:", "src/deep.ts:3: export class Deep<T extends Port> extends Line {"],
        [],
    ),
    "who implements a trait": (
        RUST,
        "find_uses",
        {"name": "Shown"},
        ["extended or implemented by 1:", "tree/src/draw.rs:5: impl Shown for Wheel {"],
        [],
    ),
    "who implements an interface of Java": (
        JAVA,
        "find_uses",
        {"name": "Listener"},
        [
            "extended or implemented by 1:",
            "src/main/java/shop/Registry.java:4: private class Own implements Listener {",
        ],
        [],
    ),
    "a method of one class among others": (
        JAVA,
        "find_uses",
        {"name": "Listener.onEvent"},
        [
            "src/main/java/shop/Listener.java:4 in Listener: void onEvent(String text);",
            "the name has 1 more definition elsewhere; uses are listed by the name alone, whichever is meant",
            'src/main/java/shop/Bus.java:5 in Bus.send: to.onEvent("a");',
        ],
        ["Registry.java"],
    ),
    "a field is no call of a method": (
        RUST,
        "find_callers",
        {"path": "tree/src/draw.rs", "line": 6},
        [
            "Wheel.filename (tree/src/draw.rs:6-8) is called or handed on in 1 place of code and 0 places of tests",
            "tree/src/draw.rs:21 in draw: wheel.filename()",
            "1 other class has a method named filename: look at what each of these places calls it on",
        ],
        ["let field"],
    ),
    "a call through an interface is told, though nobody knows whose it is": (
        JAVA,
        "find_callers",
        {"path": "src/main/java/shop/Registry.java", "line": 5},
        [
            "1 other class has a method named onEvent: look at what each of these places calls it on",
            "its class extends or is extended: it may be called through another class, an interface or a framework",
            "not taken for calls of it, but of the same name: 1 place, such as",
            '  src/main/java/shop/Bus.java:5 in Bus.send: to.onEvent("a");',
        ],
        [],
    ),
    "a prototype is no call, and a macro is one": (
        C,
        "find_callers",
        {"path": "lib/jar.c", "line": 3},
        [
            "jar_flush (lib/jar.c:3-6) is called or handed on in 2 places of code and 0 places of tests",
            "lib/easy.c:5 in easy_close: return jar_flush(all);",
            "lib/jar.h:1: #define jar_all() jar_flush(1)",
        ],
        ["lib/jar.h:2"],
    ),
    "a function of C is known by its name everywhere": (
        C,
        "find_callees",
        {"path": "lib/easy.c", "line": 3},
        ["5: jar_flush -> lib/jar.c:3 (by its name alone): int jar_flush(int all)"],
        [],
    ),
    "a function of another crate that is imported by name": (
        RUST,
        "find_callees",
        {"path": "tree/src/draw.rs", "line": 6},
        [
            "7: human_bytes -> sizes-console/src/lib.rs:1 (by its name alone): pub fn human_bytes(n: u64) -> u64 {",
            "not followed: self.size.filename.iter",
        ],
        ["Ok"],
    ),
    "a type is no method, and a function of another package is not meant": (
        GO,
        "find_callees",
        {"path": "root/help.go", "line": 5},
        [
            "Help (root/help.go:5-12) makes 7 distinct calls; of these 0 can be followed to code of the repository",
            "not followed: c.Runnable, run.Go, c.Flags, unknown",
        ],
        ["func(a int)", "away"],
    ),
    "a name with other letters": (
        WORDS,
        "find_uses",
        {"name": "grüße"},
        ["names with letters beyond a to z are not looked up: where else it stands is not known"],
        [],
    ),
    "callers of a name with other letters": (
        WORDS,
        "find_callers",
        {"path": "src/umlaut.py", "line": 1},
        ["names with letters beyond a to z are not looked up: where else it stands is not known"],
        [],
    ),
    "words with other letters": (
        WORDS,
        "search_text",
        {"text": "über", "path_prefix": None},
        ["words with letters beyond a to z are not found: give another word that stands with them"],
        ["no whole name"],
    ),
    "words with other letters beside one that is known": (
        WORDS,
        "search_text",
        {"text": "über alles", "path_prefix": None},
        ["src/umlaut.py:6 in tell: return grüße(a)  # über alles"],
        [],
    ),
    "what wraps a value is no habit": (
        {
            "src/lib.rs": "".join(
                f"pub fn part_{n}(a: u64) -> R {{\n    check(a)?;\n    Ok(a)\n}}\n\n" for n in range(4)
            )
            + "pub fn last(a: u64) -> R {\n    a\n}\n"
        },
        "describe_siblings",
        {"path": "src/lib.rs", "line": 21},
        ["4 of 4 functions of its file call check: this one does not"],
        ["call Ok"],
    ),
    "imports that nobody reads": (
        C,
        "show_shape",
        {"path": "lib/easy.c"},
        ["what they import is not known: no imports of this language, or of these files, are followed"],
        ["no other package"],
    ),
}


def look_at(texts: Mapping[str, str]) -> Sight:
    view = View(Change(NOWHERE, NOWHERE, ()), (make_file("", "x\n", "NOTE.txt"),), Quiet(), index_files(_encode(texts)))
    return Sight(view, Review(view.change, (), (), Plan(()), ()), lambda _: True, str)


GONE = {"src/gone.py": "def lost(a):\n    return a\n", "src/left.py": "from src.gone import lost\n\nlost(1)\n"}
MOVED: dict[str, tuple[str, Mapping[str, object], str]] = {
    "a deleted file": (
        "find_callers",
        {"path": "src/gone.py", "line": 1},
        (
            "there is no file 'src/gone.py' on the new side; the change deletes it: "
            "read_span shows its old side, and find_uses who still names what it had"
        ),
    ),
    "who still uses a deleted function": (
        "find_uses",
        {"name": "lost"},
        (
            "no function, class or constant has the name lost, unless within a function\n"
            "before the change it was defined at src/gone.py:1 (old side)\n"
            "used or mentioned in code, in 1 function or file:\nsrc/left.py:3: lost(1) (also on line 1)"
        ),
    ),
    "the new name of a file": (
        "show_history",
        {"path": "src/before.py", "line": 1, "end_line": 1},
        "there is no file 'src/before.py' on the new side; the change renames it: src/after.py",
    ),
    "the old name of a file": (
        "read_span",
        {"path": "src/after.py", "line": 1, "end_line": 1, "side": "old"},
        "there is no file 'src/after.py' on the old side; the change renames it: src/before.py",
    ),
    "a new file has no old side": (
        "read_span",
        {"path": "src/new.py", "line": 1, "end_line": 1, "side": "old"},
        "there is no file 'src/new.py' on the old side; the change adds it",
    ),
    "one line in place of another": (
        "read_span",
        {"path": "src/after.py", "line": 1, "end_line": 2, "side": "new"},
        (
            "src/after.py, lines 1-1 of 1, new side; renamed from src/before.py\n"
            "+    1 A = 2\n      (old line 1 was replaced by the line above)"
        ),
    ),
}


@pytest.mark.parametrize("name", MOVED)
def test_what_the_change_takes_away_or_renames_is_said(name: str) -> None:
    tool, given, wanted = MOVED[name]
    files = (
        make_file(GONE["src/gone.py"], None, "src/gone.py"),
        make_file("A = 1\n", "A = 2\n", "src/after.py", old_path="src/before.py"),
        make_file(None, "B = 1\n", "src/new.py"),
    )
    base = index_files(_encode({**GONE, "src/before.py": "A = 1\n"}))
    view = View(Change(NOWHERE, NOWHERE, tuple(file.change for file in files)), files, Quiet(), base)

    assert ask(Sight(view, Review(view.change, (), (), Plan(()), ()), lambda _: True, str), tool, **given) == wanted


def _encode(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


@pytest.mark.parametrize("name", ONLY_TRUTH)
def test_an_answer_says_what_the_code_says(name: str) -> None:
    texts, tool, given, wanted, unwanted = ONLY_TRUTH[name]

    told = ask(look_at(texts), tool, **given)

    assert [line for line in told.split("\n") if line in wanted] == wanted, told
    assert not [word for word in unwanted if word in told], told
