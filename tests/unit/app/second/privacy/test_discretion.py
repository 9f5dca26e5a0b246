"""Which files may leave, and what is told of what did not."""

import itertools

import pytest

from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.app.second.privacy.tables import read_table
from reviewer.model.policy import ReaderPolicy

TOKENS = ["gh" + "p_" + letter * 3 + "q7Zp2Lw9Xv4Kd8Tr1Bn6q7Zp2Lw9Xv4Kd8" for letter in "AB"]
KEY = "\n".join(["-----BEGIN PRIV" + "ATE KEY-----", "MIIEpAIBAAKCAQEA" * 4, "b7Xq" * 16, "Zk3v" * 16])
LATER = KEY + "\n" + "kD8w" * 16


@pytest.mark.parametrize(
    "path",
    [
        *(".env", "app/.env", ".env.production", "prod.env", ".ENV", ".envrc"),
        *("tls/server.pem", "a.key", "b.p12", "c.pfx", "d.jks", "home/.ssh/config", "id_rsa", "deploy_ed25519"),
        *(".npmrc", "web/.npmrc", ".pypirc", ".netrc", "credentials", ".aws/config", "x/credentials.json"),
        *("secrets.yaml", "client_secret_1.json", "terraform.tfstate", "prod.tfvars", "kubeconfig", "x.kdbx"),
        *("session.har", ".bash_history", ".htpasswd", ".git-credentials", "config/master.key"),
    ],
)
def test_some_files_never_leave(path: str) -> None:
    for policy in (ReaderPolicy(), ReaderPolicy(paths=("*",)), ReaderPolicy(paths=(path,))):
        assert not choose_discretion(policy).allows(path)


@pytest.mark.parametrize(
    "path",
    [
        *(".env.example", "app/.env.sample", "src/env.py", "environment.yml", "src/credentials.py", "src/secrets.py"),
        *("id_rsa.pub", "keys.py", "docs/kubeconfig.md", "locales/en/auth.json", "main.tf", "api_key.go", "Makefile"),
    ],
)
def test_other_files_may_leave(path: str) -> None:
    assert choose_discretion(ReaderPolicy()).allows(path)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../b", "./a", "a//b", "a/", "a\0b"])
def test_what_is_no_path_of_a_repository_never_leaves(path: str) -> None:
    assert not choose_discretion(ReaderPolicy()).allows(path)


@pytest.mark.parametrize(
    ("path", "may_leave"),
    [
        ("src/shop/till.py", True),
        ("tests/test_till.py", False),
        ("src/shop/secret/plan.py", False),
        ("src/SHOP/Secret/plan.py", False),
        ("src/model.bin", False),
        ("src/.env", False),
    ],
)
def test_settings_narrow_what_leaves(path: str, *, may_leave: bool) -> None:
    policy = ReaderPolicy(paths=("src/",), withhold=("secret/", "*.BIN"))

    assert choose_discretion(policy).allows(path) is may_leave


def test_every_row_says_why() -> None:
    rows = read_table("withheld")

    assert [row for row in rows if not (row["noun"] and row["patterns"] and row["reason"])] == []
    assert [pattern for row in rows for pattern in row["patterns"] if pattern != pattern.lower()] == []


def test_nothing_to_tell() -> None:
    discretion = choose_discretion(ReaderPolicy(), ["some long secret"])

    assert discretion.redact("a = 1") == "a = 1"
    assert discretion.allows("a.py")
    assert discretion.tell() == ()


def test_each_secret_and_each_file_is_told_once() -> None:
    discretion = choose_discretion(ReaderPolicy(withhold=("legacy/",)), ["a known secret"])
    for _ in range(2):
        for text in (*TOKENS, KEY, LATER, f"x = {TOKENS[0]}", "a known secret", "YSBrbm93biBzZWNyZXQ="):
            discretion.redact(text)
        for path in ("legacy/a.py", "legacy/b.py", ".env", "a.pem", "b.pem", "../x", "a.py"):
            discretion.allows(path)

    secrets, files = discretion.tell()
    assert secrets == (
        "4 secrets were blacked out in what was looked at: 2 GitHub tokens, 1 private key, 1 secret of this machine"
    )
    assert files.startswith(
        "6 files were withheld: 2 by the settings, 2 files with a private key, 1 environment file, "
    )
    assert files.endswith(" 1 no path of a repository")


def test_one_of_each_is_told_in_the_singular() -> None:
    discretion = choose_discretion(ReaderPolicy(paths=("src/",)))
    discretion.redact("pass" + 'word = "q7Zp2Lw9Xv4Kd8Tr1Bn6"')
    discretion.allows("a.py")

    assert discretion.tell() == (
        "1 secret was blacked out in what was looked at: 1 literal under the name of a secret",
        "1 file was withheld: 1 outside of the paths of the settings",
    )


def test_what_is_told_does_not_depend_on_the_order() -> None:
    texts = [TOKENS[0], f'secret = "{TOKENS[0][4:]}"', f'token = "{TOKENS[1]}"', KEY, LATER]
    told = set()
    for order in itertools.permutations(texts):
        discretion = choose_discretion(ReaderPolicy())
        for text in order:
            discretion.redact(text)
        told.add(discretion.tell())

    assert len(told) == 1


def test_no_secret_stands_in_what_it_prints() -> None:
    discretion = choose_discretion(ReaderPolicy(), ["a known secret"])
    discretion.redact(TOKENS[0])

    assert "known secret" not in repr(discretion)
    assert TOKENS[0] not in repr(discretion)
