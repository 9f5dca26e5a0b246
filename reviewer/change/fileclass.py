"""This module holds the one table that says what kind of file a path or a first screen of text stands for."""

import re
from collections.abc import Callable

from reviewer.change.late import compile_late
from reviewer.model.change import FileClass

_MEDIA = r"png|jpe?g|gif|webp|svg|ico|icns|bmp|avif|mp4|webm|mov|mp3|wav|pdf|woff2?|ttf|otf|eot"
_TESTS = r"(^|/)(tests?|__tests__|__mocks__|e2e|testing|unittests?|androidTest)/"

# The first row that matches decides. Paths are matched from the root of the repository, with forward slashes.
# Media have no class of their own; they count as documentation, which nobody reviews line by line.
_BY_PATH: tuple[tuple[FileClass, str], ...] = (
    ("vendored", r"(^|/)(vendor|vendored|third[-_]?party|3rdparty|node_modules|bower_components|_vendor|extern)/"),
    ("vendored", r"(^|/)(site-packages|Pods|Carthage/Checkouts|\.yarn/releases)/|(^|/)(mvnw|gradlew)(\.cmd|\.bat)?$"),
    ("generated", r"(^|/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|uv\.lock)$"),
    ("generated", r"(^|/)(poetry\.lock|Pipfile\.lock|pdm\.lock|pylock[^/]*\.toml|Cargo\.lock|go\.sum|go\.work\.sum)$"),
    ("generated", r"(^|/)(Gemfile\.lock|composer\.lock|Podfile\.lock|Package\.resolved|packages\.lock\.json)$"),
    ("generated", r"(^|/)(flake\.lock|gradle\.lockfile|mix\.lock|pubspec\.lock|deno\.lock|\.terraform\.lock\.hcl)$"),
    ("generated", r"(\.min\.(js|css|mjs)|\.(js|css)\.map|\.bundle\.js|_pb2(_grpc)?\.pyi?|\.pb\.(go|cc|h))$"),
    ("generated", r"(\.[dD]esigner\.cs|\.g\.cs|\.generated\.[a-z]+|_generated\.[a-z]+|\.gen\.[a-z]+|_gen\.go)$"),
    (
        "generated",
        r"(^|/)zz_generated[^/]*$|\.(g|freezed)\.dart$|(^|/)(__generated__|generated|gen-src|\.next|\.nuxt|dist)/",
    ),
    ("fixture", r"(^|/)(testdata|test[-_]data|fixtures?|__fixtures__|__snapshots__|goldens?|toolsnaps)/|cassettes/"),
    ("fixture", r"\.(snap|ambr|golden|approved\.txt)$|(^|/)snapshots/[^/]+\.(json|txt|html|svg|png|md|ya?ml)$"),
    ("example", r"(^|/)[^/]*[-_](examples?|samples?|demos?)/"),
    ("docs", r"\.(md|mdx|rst|adoc|asciidoc|org|tex)$"),
    (
        "fixture",
        rf"{_TESTS}(.*/)?(?!tsconfig|package\.json|CMakeLists)[^/]+\.(jsonl?|csv|tsv|txt|xml|html?|sql|crt|key|pem|{_MEDIA})$",
    ),
    ("test", _TESTS),
    ("test", r"(^|/)[A-Za-z0-9_.-]*[_.-][Tt]ests/|(^|/)[A-Za-z0-9.]*Tests?/"),
    ("test", r"(^|/)(unit|integration|functional|acceptance|system|smoke|load|perf|regression)[-_]?test(ing)?/"),
    (
        "test",
        r"(^|/)(testutils?|test[-_](utils?|helpers?|support)|testhelpers?|testsupport|testkit|[a-z0-9]+-testing-support|mocks?)/",
    ),
    ("test", r"(^|/)conformance/"),
    ("test", r"(^|/)(?<!src/)specs?/.*\.(rb|[cm]?[jt]sx?|php|lua|cr|exs?|swift|kt|scala|groovy|py)$"),
    ("test", r"(^|/)src/([tT]est|[a-z]+Test)([A-Z][A-Za-z]*)?/"),
    ("test", r"(^|/)(test_[^/]*|[^/]*_tests?|conftest)\.pyi?$|_test\.(go|rb|exs|dart|c|cc|cpp|rs)$|_spec\.rb$"),
    ("test", r"[._-](test|tests|spec|e2e|cy|test-d)\.(jsx?|tsx?|mjs|cjs|mts|cts|vue)$|\.(bats|t|rakutest)$"),
    # Java's `TypeSpec` or `TestSuite` below src/main are products, not tests.
    ("test", r"^(?!(.*/)?src/main/).*(Tests?|TestCase)\.(java|kt|kts|scala|cs|swift|php|groovy)$"),
    ("test", r"^(?!(.*/)?src/main/).*([a-z0-9]IT\.(java|kt|groovy)|(Spec|Suite)\.(kt|scala|groovy|swift|php))$"),
    ("test", r"(^|/)(test|tests)\.(rs|py|js|ts)$|(^|/)test[-_][^/]*\.(js|mjs|cjs|ts|sh|c|cc|cpp|rb|php)$"),
    ("test", r"(^|/)((vitest|jest)[.-]setup|setupTests)\.[cm]?[jt]sx?$"),
    ("migration", r"(^|/)_?(migrations?|alembic/versions|db/migrate|flyway|liquibase)/"),
    ("example", r"(^|/)(examples?|samples?|demos?|tutorials?|playgrounds?|cookbook)/|\.(stories|examples?)\.[jt]sx?$"),
    # Below a source folder, `docs` is the name of a feature.
    ("docs", r"^(?!(.*/)?(src|lib|app)/)(.*/)?(docs?|documentation)/"),
    ("config", r"(^|/)(CMakeLists|[^/]*requirements[^/]*|constraints[^/]*)\.txt$|(^|/)requirements/[^/]*\.txt$"),
    ("docs", rf"\.(txt|{_MEDIA})$|(^|/)([A-Z_]*LICEN[CS]ES?|README|CHANGELOG|NOTICES?|AUTHORS|CONTRIBUTING)[^/]*$"),
    (
        "script",
        r"^script/|(^|/)(scripts|hack|(?<!src/)bin|ci|\.ci|build[-_]scripts|benchmarks?|bench|benches|devtools)/",
    ),
    ("script", r"\.(sh|bash|zsh|ps1|psm1|bat|cmd)$|(^|/)(setup|noxfile|fabfile|conanfile)\.py$|^tasks\.py$"),
    ("script", r"(^|/)(Rakefile|Gruntfile\.js|gulpfile\.[cm]?js|build\.rs)$"),
    ("config", r"(^|/)\.[^/]+/|(^|/)\.[^/]+$|(^|/)(go\.mod|go\.work|Gemfile|Podfile|Package\.swift)$"),
    ("config", r"(^|/)[^/]*\.config\.([cm]?[jt]s)$|(^|/)vitest\.workspace\.[jt]s$"),
    ("config", r"\.(gradle|gradle\.kts|sbt|cmake|csproj|fsproj|vbproj|sln|slnx|props|targets|gemspec|neon|mk)$"),
    ("config", r"\.(ya?ml|toml|json5?|jsonc|ini|cfg|conf|properties|env|xml|plist|tf|tfvars|hcl|lock|nix|bzl|bazel)$"),
    ("config", r"(^|/)(Dockerfile[^/]*|[^/]*\.Dockerfile|Makefile|Jenkinsfile|Vagrantfile|Procfile|BUILD|WORKSPACE)$"),
    ("config", r"(^|/)(Taskfile|justfile|Justfile|Brewfile|Makefile\.[^/]*|nuget\.config)$"),
)
_TABLE = tuple((file_class, compile_late(pattern)) for file_class, pattern in _BY_PATH)

# Markers that generators write near the top, as whole phrases: a file that merely speaks of generation is not one.
_GENERATED = re.compile(
    rb"^\W{0,12}(@generated\b|Code generated (by|from) .{0,80}DO NOT EDIT|AUTO-?GENERATED (FILE|CODE)\b|"
    rb"This is an? (auto(matically)?[- ]?)?generated file\b|"
    rb"(This|The following) (file|code|module|class) (is|was|has been) (auto(matically)?[- ]?)?generated\b|"
    rb"(PLEASE )?DO NOT (EDIT|MODIFY) (THIS FILE|MANUALLY|BY HAND)|Generated by the protocol buffer compiler|"
    rb"<auto-generated|Generated by [\w@./-]+ (by running|via|from)\b)|"
    rb"\A\W{0,12}AUTO-?GENERATED\b|\bgenerated\W{1,3}DO NOT (EDIT|MODIFY)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MINIFIED_LINE = 400
# A bundle keeps the line breaks of its templates; most of its text still stands in a few lines of this length.
_PACKED_LINE = 1000

Attribute = Callable[[str], FileClass | None]


def classify_path(path: str) -> FileClass:
    """Return the class of a file by its path alone; what no row of the table claims is production code."""
    return next((file_class for file_class, pattern in _TABLE if pattern.search(path)), "production")


def classify_file(path: str, data: bytes, attribute: Attribute | None = None) -> FileClass:
    """Return the class of a file by `.gitattributes` (`attribute`), by its path, or by what its text says of itself."""
    said = attribute(path) if attribute else None
    if said:
        return said
    by_path = classify_path(path)
    if by_path in ("generated", "vendored"):
        return by_path
    return "generated" if is_generated(data) else by_path


def is_generated(data: bytes) -> bool:
    """Tell whether the first lines say that a program wrote the file, or its lines are too long for a person."""
    head = data[:1500]
    if _GENERATED.search(head) or b"@@protoc_insertion_point" in data:
        return True
    sample = data[:20_000]
    if len(sample) <= 5_000:
        return False
    packed = sum(len(line) for line in sample.split(b"\n") if len(line) > _PACKED_LINE)
    return packed * 2 > len(sample) or len(sample) / (sample.count(b"\n") + 1) > _MINIFIED_LINE
