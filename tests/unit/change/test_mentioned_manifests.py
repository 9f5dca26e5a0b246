"""Every name that a manifest mentions, however it declares it."""

import pytest

from reviewer.change.manifests.mentioned import find_ecosystem, find_includes, read_locked, read_names

_PYPROJECT = b"""
[build-system]
requires = ["hatchling"]
[project]
name = "shop"
dependencies = ["Flask_Login>=1"]
[tool.hatch.envs.test]
extra-dependencies = ["hypothesis[cli]"]
[tool.setuptools.dynamic]
optional-dependencies.web = { file = ["needs/web.txt"] }
"""


def test_a_pyproject_declares_in_many_tables() -> None:
    names = read_names("pyproject.toml", _PYPROJECT)

    assert {"hatchling", "shop", "flask-login", "hypothesis"} <= set(names)
    assert names["flask-login"] == "runtime"
    assert find_includes("a/pyproject.toml", _PYPROJECT) == ["a/needs/web.txt"]


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("Pipfile", '[packages]\nhttpx = "*"\n', "httpx"),
        ("setup.py", 'setup(install_requires=["httpx>=0.2"])', "httpx"),
        ("environment.yml", "dependencies:\n  - conda-forge::httpx=0.2\n", "httpx"),
        ("requirements/base.txt", "httpx[http2]==0.2 ; python_version > '3'\n", "httpx"),
        ("app/Cargo.toml", '[dependencies]\njson = { package = "serde-json" }\n', "json"),
        ("go.mod", "module a.b/c\nrequire (\n\td.e/f v1.0.0 // indirect\n)\n", "d.e/f"),
        ("package.json", '{"optionalDependencies": {"@acme/x": "1"}}', "@acme/x"),
    ],
)
def test_every_way_to_declare_is_read(path: str, text: str, name: str) -> None:
    assert find_ecosystem(path)
    assert name in read_names(path, text.encode())


@pytest.mark.parametrize("path", ["pyproject.toml", "package.json", "Cargo.toml", "Pipfile", "setup.cfg"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 3000, b'{"dependencies": [1]}', b"dependencies = 3\n"])
def test_a_broken_manifest_declares_nothing(path: str, data: bytes) -> None:
    # Where a manifest is read leniently, a key may be taken for a name: that only silences.
    assert set(read_names(path, data)) <= {"dependencies"}


def test_locks_name_what_they_fix() -> None:
    assert read_locked("uv.lock", b'[[package]]\nname = "Sniff_io"\n') == {"sniff-io"}
    pnpm = b"packages:\n  '@acme/x@1.0.0':\n    resolution: {}\n  left-pad@1.3.0:\n"
    assert {"@acme/x", "left-pad"} <= read_locked("pnpm-lock.yaml", pnpm)
    npm = b'{"packages": {\n    "node_modules/@acme/x": {\n    "node_modules/left-pad": {\n'
    assert {"@acme/x", "left-pad"} <= read_locked("package-lock.json", npm)
