"""Which changed lines do as before."""

from difflib import SequenceMatcher

import pytest

from reviewer.change.changed import ChangedFile
from reviewer.change.syntax.source import Source
from reviewer.detectors.rewrites.idle_lines import count_idle
from reviewer.model.change import FileChange, Hunk


def change_of(before: str, after: str, language: str) -> ChangedFile:
    old, new = before.split("\n"), after.split("\n")
    hunks = [
        Hunk(i + (j > i), k + (m > k), tuple(old[i:j]), tuple(new[k:m]))
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    change = FileChange("modified", "text", "a", "a", 0o100644, 0o100644, "1", "2", tuple(hunks))
    sides = [Source("a", text.encode(), language or None, "production") for text in (before, after)]
    return ChangedFile(change, sides[0], sides[1])


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("python", "def f(a):\n    return g( a,'b' )\n", 'def f(a):\n    return g(\n        a,\n        "b",\n    )\n'),
        ("python", "import b\nimport a\n", "import a\nimport b\n"),
        ("python", "def f(a):\n    x = a\n    return x\n", "def f(a):\n    y = a\n    return y\n"),
        ("python", "def f(a):\n    # One.\n    return a\n", "def f(a):\n    # Two.\n    return a\n"),
        ("typescript", "const a = f('b')\n", 'const a = f("b");\n'),
        ("go", "func f() {\n  g()\n}\n", "func f() {\n\tg()\n}\n"),
        ("java", "class A { int f() { return 1; } }\n", "class A {\n  int f() {\n    return 1;\n  }\n}\n"),
    ],
)
def test_another_layout_of_the_same_words_is_idle(language: str, before: str, after: str) -> None:
    there, back = (count_idle(change_of(*texts, language)) for texts in ((before, after), (after, before)))

    assert (there.rest, back.rest) == (0, 0)
    assert there.idle == back.idle > 0


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("python", "if a:\n    f()\ng()\n", "if a:\n    f()\n    g()\n"),
        ("python", "def f(a):\n    return g(a)\n", "def f(b):\n    return g(b)\n"),
        ("python", "a = 'x'\n", "a = 'y'\n"),
        ("python", "def f(a):\n    return 1\n", "def f(a):\n    return 2\n"),
        ("python", "import a\n", "import b\n"),
        ("go", "a := `\n  b c\n`\n", "a := `\n b  c\n`\n"),
        ("python", "def f(a):\n    return a + first\n", "def f(a):\n    return a + second\n"),
        ("go", "f()\ng()\n", "if a {\n\tf()\n\tg()\n}\n"),
        ("", "a: 1\n", "a:   1\n"),
    ],
)
def test_whatever_may_do_something_else_is_not(language: str, before: str, after: str) -> None:
    assert count_idle(change_of(before, after, language)).idle == 0
