"""This package holds what each grammar calls the things that rules speak of, one table of node kinds a language."""

from reviewer.change.syntax.kinds import compiled, dynamic
from reviewer.change.syntax.kinds.roles import Kinds

KINDS: dict[str, Kinds] = {
    "python": dynamic.PYTHON,
    "javascript": dynamic.JAVASCRIPT,
    "typescript": dynamic.TYPESCRIPT,
    "tsx": dynamic.TYPESCRIPT,
    "ruby": dynamic.RUBY,
    "php": dynamic.PHP,
    "bash": dynamic.BASH,
    "go": compiled.GO,
    "java": compiled.JAVA,
    "rust": compiled.RUST,
    "c": compiled.C,
    "cpp": compiled.CPP,
    "csharp": compiled.CSHARP,
    "kotlin": compiled.KOTLIN,
    "swift": compiled.SWIFT,
    "scala": compiled.SCALA,
}
