"""Manifests of every package manager: what they declare, and that a broken one declares nothing."""
# ruff: noqa: E501 - a row of a table is one line

import pytest

from reviewer.change.manifests import find_manager, is_dev_file, read_manifest
from reviewer.change.manifests.dependency import is_major, name_version
from reviewer.change.manifests.tabled import read_install_scripts

# Path, text, and what it declares: name -> (version, group, source).
MANIFESTS: list[tuple[str, str, dict[str, tuple[str, str, str]]]] = [
    (
        "pyproject.toml",
        """
[project]
name = "shop"
dependencies = ["Zope.Interface>=5", "attrs ; python_version < '4'", "carts @ git+https://x.org/carts", "shop[all]"]
optional-dependencies.aws = ["boto3[crt]~=1.2"]
optional-dependencies.test = ["pytest"]
[dependency-groups]
lint = ["ruff==0.1", {include-group = "x"}]
[tool.uv.sources]
attrs = {path = "../attrs"}
""",
        {
            "zope-interface": (">=5", "runtime", ""),
            "attrs": ("", "runtime", "path"),
            "carts": ("", "runtime", "git"),
            "boto3": ("~=1.2", "runtime", ""),
            "pytest": ("", "dev", ""),
            "ruff": ("==0.1", "dev", ""),
        },
    ),
    (
        "pyproject.toml",
        """
[tool.poetry.dependencies]
python = "^3.11"
httpx = {version = "^0.27", extras = ["http2"]}
tool = {git = "https://x.org/tool"}
[tool.poetry.group.dev.dependencies]
mypy = "*"
""",
        {"httpx": ("^0.27", "runtime", ""), "tool": ("", "runtime", "git"), "mypy": ("*", "dev", "")},
    ),
    (
        "requirements.txt",
        "# why\n-r base.txt\nhttpx==0.27 \\\n  --hash=sha256:aa\n-e git+https://x.org/a.git#egg=Tool\nattrs>=23  # c\n",
        {"httpx": ("==0.27", "runtime", ""), "tool": ("", "runtime", "git"), "attrs": (">=23", "runtime", "")},
    ),
    ("requirements-dev.txt", "pytest\n", {"pytest": ("", "dev", "")}),
    (
        "setup.cfg",
        "[metadata]\nname = shop\n[options]\ninstall_requires =\n  httpx>=0.2\n[options.extras_require]\ntest =\n  pytest\n",
        {"httpx": (">=0.2", "runtime", ""), "pytest": ("", "dev", "")},
    ),
    (
        "package.json",
        """{"name": "@shop/web", "dependencies": {"zod": "^3", "@shop/core": "1", "a": "github:x/a", "b": "x/b", "c": "file:c"},
            "devDependencies": {"vitest": "1"}, "peerDependencies": {"react": ">=18"}, "optionalDependencies": {"d": "workspace:*"}}""",
        {
            "zod": ("^3", "runtime", ""),
            "a": ("", "runtime", "git"),
            "b": ("", "runtime", "git"),
            "c": ("", "runtime", "path"),
            "d": ("", "runtime", "workspace"),
            "react": (">=18", "dev", ""),
            "vitest": ("1", "dev", ""),
        },
    ),
    (
        "go.mod",
        """module x.org/shop
require x.org/shop/api v1.0.0
require (
\tgithub.com/google/uuid v1.6.0
\tgolang.org/x/net v0.2.0 // indirect
\tgithub.com/a/b v1.0.0+incompatible
)
replace github.com/a/b => ../b
""",
        {
            "github.com/google/uuid": ("v1.6.0", "runtime", ""),
            "github.com/a/b": ("v1.0.0+incompatible", "runtime", "path"),
        },
    ),
    (
        "Cargo.toml",
        """
[dependencies]
serde = "1"
core = { path = "../core" }
log = { workspace = true }
fork = { git = "https://x.org/fork", package = "orig" }
[dev-dependencies]
insta = "1"
[workspace.dependencies]
rand = "0.8"
[target.'cfg(unix)'.dependencies]
nix = "0.2"
""",
        {
            "serde": ("1", "runtime", ""),
            "core": ("", "runtime", "path"),
            "log": ("", "runtime", "workspace"),
            "orig": ("", "runtime", "git"),
            "insta": ("1", "dev", ""),
            "rand": ("0.8", "managed", ""),
            "nix": ("0.2", "runtime", ""),
        },
    ),
    (
        "pom.xml",
        """<project><groupId>org.shop</groupId><properties><j.v>3.4</j.v></properties>
<dependencyManagement><dependencies>
<dependency><groupId>org.m</groupId><artifactId>m</artifactId><version>1</version></dependency>
</dependencies></dependencyManagement><dependencies>
<!-- <dependency><groupId>no</groupId><artifactId>no</artifactId></dependency> -->
<dependency><groupId>org.j</groupId><artifactId>j</artifactId><version>${j.v}</version></dependency>
<dependency><groupId>org.t</groupId><artifactId>t</artifactId><scope>test</scope></dependency>
<dependency><groupId>org.shop</groupId><artifactId>api</artifactId></dependency>
</dependencies></project>""",
        {"org.j:j": ("3.4", "runtime", ""), "org.t:t": ("", "dev", ""), "org.m:m": ("1", "managed", "")},
    ),
    (
        "build.gradle.kts",
        'dependencies {\n  implementation("a.b:c:1.2")\n  testImplementation("d.e:f:1")\n  api(platform("g.h:bom:3"))\n  // api("x:y:1")\n}\n',
        {"a.b:c": ("1.2", "runtime", ""), "d.e:f": ("1", "dev", ""), "g.h:bom": ("3", "runtime", "")},
    ),
    (
        "gradle/libs.versions.toml",
        '[versions]\nk = "2.1"\n[libraries]\nstd = { module = "o.k:std", version.ref = "k" }\nx = "a:b:1"\ny = 3\n',
        {"o.k:std": ("2.1", "managed", ""), "a:b": ("1", "managed", "")},
    ),
    (
        "Gemfile",
        "source 'https://x.org'\ngem 'rails', '~> 7.1'\ngroup :development, :test do\n  gem 'rspec'\nend\ngem 'a', git: 'https://x.org/a'\n",
        {"rails": ("~> 7.1", "runtime", ""), "rspec": ("", "dev", ""), "a": ("", "runtime", "git")},
    ),
    (
        "composer.json",
        '{"require": {"php": ">=8", "ext-json": "*", "a/b": "^1"}, "require-dev": {"p/u": "^9"}}',
        {"a/b": ("^1", "runtime", ""), "p/u": ("^9", "dev", "")},
    ),
    (
        "src/Shop.csproj",
        '<PackageReference Include="A.B" Version="1.0" /><PackageReference Include="C" Version="2" PrivateAssets="all" />',
        {"A.B": ("1.0", "runtime", ""), "C": ("2", "dev", "")},
    ),
    ("Directory.Packages.props", '<PackageVersion Include="A" Version="1" />', {"A": ("1", "managed", "")}),
    (
        "Package.swift",
        'let p = Package(dependencies: [.package(url: "https://x.org/a/b.git", from: "1.2.0"), .package(path: "../c")])',
        {"a/b": ("1.2.0", "runtime", "")},
    ),
]
IDS = [f"{path}-{index}" for index, (path, _, _) in enumerate(MANIFESTS)]


@pytest.mark.parametrize(("path", "text", "wanted"), MANIFESTS, ids=IDS)
def test_declares(path: str, text: str, wanted: dict[str, tuple[str, str, str]]) -> None:
    assert find_manager(path)
    declared = read_manifest(path, text.encode())
    assert {name: (d.version, d.group, d.source) for name, d in declared.items()} == wanted


@pytest.mark.parametrize(("path", "text", "wanted"), MANIFESTS, ids=IDS)
def test_a_broken_manifest_raises_nothing(path: str, text: str, wanted: dict[str, tuple[str, str, str]]) -> None:
    del wanted
    for cut in range(0, len(text), 7):
        read_manifest(path, text[:cut].encode() + b"\xff\x00{[(")
    for hostile in (b"", b"\xff\xfe", b"[" * 5000, b"{" * 5000, b'{"dependencies": [1], "require": 3}', b"project = 3"):
        read_manifest(path, hostile)


@pytest.mark.parametrize(
    "path",
    [
        "tests/package.json",
        "examples/a/Cargo.toml",
        "vendor/x/go.mod",
        "testdata/go.mod",
        "src/main.py",
        "node_modules/a/package.json",
    ],
)
def test_declares_nothing_that_the_project_takes_on(path: str) -> None:
    assert find_manager(path) == ""


@pytest.mark.parametrize(
    ("path", "is_dev"),
    [
        ("requirements.txt", False),
        ("requirements-dev.txt", True),
        ("test-requirements.txt", True),
        ("docs/requirements.txt", True),
        ("requirements/prod.txt", False),
        ("package.json", False),
        ("docs/package.json", True),
    ],
)
def test_a_file_for_development(path: str, is_dev: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_dev_file(path) is is_dev


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("^1.2.3", (1, 2, 3)),
        (">=1.10,<2", (1, 10)),
        ("<3,>=2.7", (2, 7)),
        ("v0.20.0", (0, 20, 0)),
        ("~> 7.1", (7, 1)),
        (">=1 <3", (1,)),
        ("1.x || 2.x", (1,)),
        ("*", ()),
        ("latest", ()),
        ("", ()),
    ],
)
def test_the_lower_bound_of_a_version(version: str, numbers: tuple[int, ...]) -> None:
    assert name_version(version) == numbers


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("^1.9", "^2.0", True),
        ("2.0", "1.9", True),
        ("1.2", "1.9", False),
        ("0.1", "0.9", False),
        (">=1,<2", ">=1,<3", False),
        ("2024.1", "2025.1", False),
        ("*", "1.0", False),
    ],
)
def test_another_major_version(before: str, after: str, wanted: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_major(before, after) is wanted


def test_install_scripts_are_those_that_run_on_install() -> None:
    text = '{"scripts": {"postinstall": "node a.js", "build": "tsc", "prepare": "husky"}}'
    assert read_install_scripts(text) == {"postinstall": "node a.js"}
