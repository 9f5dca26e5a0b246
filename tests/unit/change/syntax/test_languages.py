"""The registry of languages: how files are recognised, and that every row has a grammar and kinds that fit it."""

from dataclasses import fields

import pytest

from reviewer.change.syntax.kinds import KINDS
from reviewer.change.syntax.languages import LANGUAGES, load_grammar, load_parser, recognise_language

HELLO = {
    "python": 'print("hello")\n',
    "javascript": 'console.log("hello");\n',
    "typescript": 'const words: string[] = ["hello"];\nconsole.log(words as unknown);\n',
    "tsx": "export const Hello = ({ name }: Props) => <p>hello {name}</p>;\n",
    "go": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
    "java": 'class Hello { public static void main(String[] a) { System.out.println("hello"); } }\n',
    "rust": 'fn main() { println!("hello"); }\n',
    "c": '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n',
    "cpp": '#include <iostream>\nint main() { std::cout << "hello"; auto f = [](auto x) { return x; }; }\n',
    "csharp": 'using System;\nConsole.WriteLine($"hello {1}");\n',
    "ruby": 'puts "hello"\n',
    "php": '<?php\necho "hello";\n',
    "kotlin": 'fun main() { println("hello") }\n',
    "swift": 'print("hello")\n',
    "scala": '@main def hello() = println("hello")\n',
    "bash": 'echo "hello"\n',
}


def test_every_language_has_kinds_and_a_program_here() -> None:
    assert set(KINDS) == set(LANGUAGES) == set(HELLO)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_program_is_read_without_an_error(language: str) -> None:
    root = load_parser(language).parse(HELLO[language].encode()).root_node

    assert not root.has_error, str(root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_exists_in_its_grammar(language: str) -> None:
    grammar = load_grammar(language)
    known = {
        grammar.node_kind_for_id(number)
        for number in range(grammar.node_kind_count)
        if grammar.node_kind_is_named(number)
    }
    known |= {grammar.node_kind_for_id(number) for number in grammar.supertypes}
    said = {kind: role.name for role in fields(KINDS[language]) for kind in getattr(KINDS[language], role.name)}

    assert {kind: role for kind, role in said.items() if kind not in known} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roles_that_every_language_has_are_filled(language: str) -> None:
    kinds = KINDS[language]

    assert kinds.functions
    assert kinds.comments
    assert kinds.strings
    assert kinds.calls
    assert kinds.ifs
    assert kinds.loops
    assert kinds.blocks


def test_no_suffix_name_or_shebang_belongs_to_two_languages() -> None:
    for words in ("suffixes", "names", "shebangs"):
        claimed = [word for row in LANGUAGES.values() for word in getattr(row, words)]
        assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize(
    ("path", "language"),
    [(f"src/x{suffix}", language) for language, row in LANGUAGES.items() for suffix in row.suffixes]
    + [(f"deep/down/{name}", language) for language, row in LANGUAGES.items() for name in row.names]
    + [
        ("A.PY", "python"),
        ("x.test.tsx", "tsx"),
        ("x.d.ts", "typescript"),
        ("a b/\n.py/x.go", "go"),
        ("README.md", None),
        ("Makefile", None),
        ("py", None),
        (".py", None),
        ("x.py/", "python"),
        ("x.pyc", None),
        ("", None),
    ],
)
def test_a_file_is_recognised_by_its_name(path: str, language: str | None) -> None:
    assert recognise_language(path) == language


@pytest.mark.parametrize(
    ("first_line", "language"),
    [
        (b"#!/usr/bin/python", "python"),
        (b"#!/usr/bin/python3.11 -u", "python"),
        (b"#!/usr/bin/env python3", "python"),
        (b"#!/usr/bin/env -S python3 -u", "python"),
        (b"#!/usr/bin/env -i PATH=/bin bash", "bash"),
        (b"#! /bin/sh -e\r", "bash"),
        (b"#!/usr/bin/env node", "javascript"),
        (b"#!/usr/bin/env ruby", "ruby"),
        (b"#!/usr/bin/php8.2", "php"),
        (b"#!/home/python/bin/bash", "bash"),
        (b"#!/opt/ruby/bin/perl", None),
        (b"#!/usr/bin/perl -w python", None),
        (b"#!/usr/bin/env perl bash", None),
        (b"#!", None),
        (b"#!/usr/bin/env", None),
        (b"#!\xff\xfe", None),
        (b"# /usr/bin/python", None),
        (b"", None),
    ],
)
def test_a_file_without_a_suffix_is_recognised_by_its_first_line(first_line: bytes, language: str | None) -> None:
    assert recognise_language("bin/tool", first_line) == language


def test_the_name_of_a_file_outweighs_its_first_line() -> None:
    assert recognise_language("tool.rb", b"#!/usr/bin/env python3") == "ruby"
