"""The command `reviewer collect`: names, tokens, limits and ends, against the fake GitHub."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer.adapters.store import open_store
from reviewer.cli.main import main
from tests.adapters.repos import create_repository
from tests.forge import failures
from tests.forge.edges import tell_edges
from tests.forge.histories import History
from tests.forge.records import Access, App, Permission, Rate
from tests.forge.server import Served, serve
from tests.forge.world import World

TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"  # noqa: S105 - it opens nothing
RIGHTS: dict[Permission, Access] = {"contents": "read", "pull-requests": "read", "issues": "read"}
KINDS = ("repository", "pull", "line_comment", "comment", "issue")
_NAMES = ("GITHUB_TOKEN", "GH_TOKEN", "REVIEWER_APP_ID", "REVIEWER_APP_KEY", "REVIEWER_APP_INSTALLATION")


@pytest.fixture(scope="module")
def _serving() -> Iterator[Served]:
    world = World()
    tell_edges(History(world, "acme/shop"))
    small = History(world, "acme/small")
    small.merge(small.open("The only one"))
    with serve(world) as served:
        yield served


@pytest.fixture
def served(_serving: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Served]:
    _serving.world.token(TOKEN, permissions=RIGHTS)
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("GITHUB_API_URL", _serving.url)
    monkeypatch.setenv("GITHUB_GRAPHQL_URL", f"{_serving.url}/graphql")
    monkeypatch.setenv("GITHUB_SERVER_URL", _serving.url)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield _serving
    breaches = list(_serving.breaches)
    _serving.heal()
    _serving.world.points, _serving.world.requests = Rate(), Rate()
    assert breaches == []


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviewer"


def _host(served: Served) -> str:
    return served.url.removeprefix("http://")


def _kept(store: Path, served: Served, name: str = "acme/shop") -> dict[str, dict[str, object]]:
    archive = open_store(store).repository(name, _host(served)).archive("github")
    return {kind: {record.key: dict(record.data) for record in archive.records(kind)} for kind in KINDS}


def test_it_is_read_once_and_then_what_is_new(served: Served, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "acme/shop"]) == 0
    first = capsys.readouterr()
    assert main(["collect", "acme/shop"]) == 0
    second = capsys.readouterr()

    assert first.out == (
        "acme/shop: 30 pull requests, 4 comments on lines, 5 comments, 3 issues (6 points spent, 4,996 left).\n"
    )
    assert second.out.startswith("acme/shop: nothing new (")
    assert first.err == second.err == ""
    assert len(_kept(store, served)["pull"]) == 30
    manifest = open_store(store).repository("acme/shop", _host(served)).manifest()
    assert manifest is not None
    assert manifest.counts["pulls"] == 30


def test_the_token_is_nowhere(served: Served, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served.fail("*", "issues/comments", failures.refuse(401, f"Bad credentials: {TOKEN}"), times=9)
    assert main(["collect", "acme/shop"]) == 2
    served.heal()
    served.fail("*", "acme/small", failures.refuse(403, f"No: {TOKEN}"), times=9)
    assert main(["collect", "acme/shop", "acme/small"]) == 2
    said = capsys.readouterr()
    files = [path for path in store.rglob("*") if path.is_file()]

    assert "GitHub does not know the token, or no more." in said.err
    assert TOKEN not in said.out + said.err
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        unpacked = subprocess.run(["gzip", "-dc"], input=content, capture_output=True, check=False).stdout
        assert TOKEN.encode() not in content + unpacked
        assert b"temp_clone_token" not in unpacked


def test_a_budget_is_kept_and_what_is_left_is_said(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "acme/shop", "acme/small", "--max-cost", "2"]) == 0
    said = capsys.readouterr()

    assert "Still to be read: pull requests, pull requests that may have changed, comments" in said.out
    assert "Run it again for the rest." in said.out
    assert said.err == "reviewer: not begun: acme/small.\n"
    assert len(served.requests) == 2


def test_a_limit_that_is_used_up_ends_it_with_the_time(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    served.world.points = Rate(limit=1, reset_at="2100-01-01T00:00:00Z")

    assert main(["collect", "acme/shop"]) == 0
    assert "Come again at 2100-01-01 00:00 UTC." in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["acme/shop"], ["--org", "acme"]])
def test_a_limit_that_was_used_up_before_is_no_fault(
    served: Served, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    served.world.requests = Rate(limit=0)

    assert main(["collect", *arguments]) == 0
    assert capsys.readouterr().err == (
        "reviewer: the limit of requests is used up. Come again at 2100-01-01 00:00 UTC.\n"
    )


@pytest.mark.parametrize("number", [2, 4, 6])
def test_a_process_that_is_killed_leaves_what_the_next_one_goes_on_with(
    served: Served, store: Path, tmp_path: Path, number: int
) -> None:
    assert main(["collect", "acme/shop", "--store", str(tmp_path / "whole")]) == 0
    served.heal()
    process = subprocess.Popen([sys.executable, "-m", "reviewer", "collect", "acme/shop"], env=dict(os.environ))
    served.fail("*", ".", failures.meanwhile(lambda: os.kill(process.pid, signal.SIGKILL)), nth=number)
    assert process.wait() == -signal.SIGKILL
    served.heal()
    assert main(["collect", "acme/shop"]) == 0

    assert _kept(store, served) == _kept(tmp_path / "whole", served)


def test_a_repository_that_was_renamed_moves_and_another_name_is_known(
    served: Served, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = History(served.world, "acme/before")
    history.open("One")
    assert main(["collect", "acme/before"]) == 0
    served.world.rename_repository("acme/before", "tools/after")
    capsys.readouterr()
    assert main(["collect", "acme/before", "Tools/After"]) == 0
    said = capsys.readouterr()

    assert "reviewer: acme/before is called tools/after now: its folder has moved.\n" in said.err
    assert "reviewer: Tools/After is tools/after by another name.\n" in said.err
    assert len(_kept(store, served, "tools/after")["pull"]) == 1
    assert not (store / _host(served).replace(":", "_") / "acme" / "before").exists()
    served.world.rename_repository("tools/after", "tools/last")
    with open_store(store).repository("tools/last", _host(served)).lock():
        pass  # a run that came no further
    assert main(["collect", "tools/last"]) == 0
    assert "reviewer: tools/after is called tools/last now" in capsys.readouterr().err


def test_a_new_repository_of_an_old_name_is_not_mixed_in(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    History(served.world, "acme/twice").open("One")
    assert main(["collect", "acme/twice"]) == 0
    served.world.rename_repository("acme/twice", "acme/moved-on")
    History(served.world, "acme/twice")
    assert main(["collect", "acme/twice"]) == 2
    assert "is another repository, which had this name before" in capsys.readouterr().err


def test_one_that_cannot_be_read_keeps_no_other_from_it(
    served: Served, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collect", "acme/nowhere", "acme/small"]) == 2
    said = capsys.readouterr()

    assert said.err.startswith("reviewer: acme/nowhere: there is no repository 'acme/nowhere' that this token can see.")
    assert "`pull-requests`" in said.err
    assert len(_kept(store, served, "acme/small")["pull"]) == 1


def test_an_organisation_is_read_whole(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    served.world.account("guild", "Organization")
    for name in ("b", "a", "c"):
        History(served.world, f"guild/{name}").open("One")
    served.world.repository("guild/b").is_archived = True

    assert main(["collect", "--org", "guild"]) == 0
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["guild/a", "guild/c"]


def test_a_right_that_is_missing_is_said(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    served.world.token(TOKEN, permissions={"contents": "read", "issues": "read"})

    assert main(["collect", "acme/shop"]) == 2
    said = capsys.readouterr().out
    assert "  Pull requests are missing: the token lacks `pull-requests: read`.\n" in said
    assert "  Comments on lines are missing: the token lacks `pull-requests: read`.\n" in said


def test_an_enterprise_server_is_reached_by_its_own_paths(
    served: Served, monkeypatch: pytest.MonkeyPatch, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", f"{served.url}/api/v3")
    for name in ("GITHUB_GRAPHQL_URL", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(name)

    assert main(["collect", "acme/shop"]) == 0
    assert "30 pull requests" in capsys.readouterr().out
    assert {asked.path.partition("/repos")[0] for asked in served.requests} == {"/api/v3", "/api/graphql"}
    assert len(_kept(store, served)["pull"]) == 30


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("served")
def test_at_a_terminal_one_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _Terminal()
    monkeypatch.setattr(sys, "stderr", shown)

    assert main(["collect", "acme/shop"]) == 0
    said = [line.removeprefix("\033[K") for line in shown.getvalue().split("\r")]
    assert "acme/shop: asking GitHub ..." in said
    steps = [line for line in said if line.startswith("acme/shop: pull requests [################........] 20 of 30")]
    assert len(steps) == 1
    assert re.fullmatch(r".* 20 of 30, 4,\d\d\d points left, \d+ s more \.\.\.", steps[0])
    assert said[-1] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no repository is named"),
        (["shop"], "'shop' is no name of a repository"),
        (["acme/.."], "'acme/..' is no name of a repository"),
        (["acme/shop", "../../x"], "'../../x' is no name of a repository"),
        (["--org", "no/such"], "no organisation 'no/such'"),
        (["acme/shop", "--since", "yesterday"], "does not match"),
        (["acme/shop", "--max-cost", "0"], "--max-cost"),
    ],
)
@pytest.mark.usefixtures("served")
def test_what_makes_no_sense_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_without_a_token_it_says_how_to_give_one(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert main(["collect", "acme/shop"]) == 2
    assert "there is no token for GitHub" in capsys.readouterr().err
    assert served.requests == []


@pytest.mark.parametrize("token", ["two words", "ghp_\nX-Evil: yes", "тайна"])
def test_what_can_be_no_token_is_not_sent(
    served: Served, monkeypatch: pytest.MonkeyPatch, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", token)

    assert main(["collect", "acme/shop"]) == 2
    assert token not in capsys.readouterr().err
    assert served.requests == []


def test_the_token_of_gh_is_taken(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "gh").write_text(f'#!/bin/sh\n[ "$*" = "auth token --hostname {_host(served)}" ] && echo {TOKEN}\n')
    (folder / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))

    assert main(["collect", "acme/small"]) == 0
    assert capsys.readouterr().out.startswith("acme/small: 1 pull requests")


def _add_app(served: Served, tmp_path: Path) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    path = tmp_path / "app.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()
    account = served.world.account("reader[bot]")
    served.world.apps["77"] = App(account, public, RIGHTS, "ghs_of-the-installation")
    return path


def test_an_app_is_given_a_token_where_it_is_installed(
    served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _add_app(served, tmp_path)
    monkeypatch.delenv("GITHUB_TOKEN")
    monkeypatch.setenv("REVIEWER_APP_ID", "77")
    monkeypatch.setenv("REVIEWER_APP_KEY", str(path))

    assert main(["collect", "acme/small"]) == 0
    assert len(_kept(store, served, "acme/small")["pull"]) == 1
    assert [asked.path for asked in served.requests[:2]] == [
        "/repos/acme/small/installation",
        "/app/installations/7001/access_tokens",
    ]
    assert main(["collect", "elsewhere/x"]) == 2
    assert "the app is not installed for 'elsewhere/x'" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, "", "not a key", jwt.encode({}, "k" * 32, "HS256")])
def test_a_key_that_is_none_is_refused(
    served: Served,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "app.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("REVIEWER_APP_ID", "78")
    monkeypatch.setenv("REVIEWER_APP_KEY", str(path))

    assert main(["collect", "acme/small"]) == 2
    said = capsys.readouterr().err
    assert "REVIEWER_APP_KEY" in said
    assert not content or content not in said
    assert served.requests == []


@pytest.mark.parametrize(
    ("remote", "host", "name"),
    [
        ("https://github.com/Acme/Shop.git", "github.com", "acme/shop"),
        (f"https://x:{TOKEN}@git.example.com:8443/acme/shop", "git.example.com", "acme/shop"),
        ("git@gitlab.example.com:group/sub/shop.git", "gitlab.example.com", "group/sub/shop"),
        ("ssh://git@gitlab.example.com:2222/group/shop/", "gitlab.example.com", "group/shop"),
    ],
)
def test_a_clone_is_read_without_a_token_and_says_itself_what_it_is(
    tmp_path: Path, remote: str, host: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    builder = create_repository(tmp_path / "clone")
    builder.commit({"a.py": "x = 1\n"}, "Begin")
    builder.commit({"a.py": "x = 2\n"}, "fix: two (#7)")
    builder.run("config", "remote.origin.url", remote)
    command = ["collect", "--git", str(builder.directory), "--store", str(tmp_path / "store")]

    assert main(command) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"{name}: 2 new commits of 2.\n  What cannot be known of this alone: ")
    assert TOKEN not in said.out + said.err
    assert main(command) == 0
    assert capsys.readouterr().out.startswith(f"{name}: 0 new commits of 2.\n")
    (kept,) = open_store(tmp_path / "store").repositories()
    assert (kept.host, kept.name) == (host, name)


@pytest.mark.parametrize("remote", ["", "/srv/git/shop.git", "../shop", "https://github.com/"])
def test_a_clone_of_nothing_known_wants_a_name(tmp_path: Path, remote: str, capsys: pytest.CaptureFixture[str]) -> None:
    builder = create_repository(tmp_path / "clone")
    builder.commit({"a.py": "x = 1\n"})
    builder.run("config", "remote.origin.url", remote)
    command = ["collect", "--git", str(builder.directory), "--store", str(tmp_path / "store")]

    assert main(command) == 2
    assert "of which repository this is a clone is not known" in capsys.readouterr().err
    assert main([*command, "acme/shop"]) == 0


def test_files_are_read_into_the_repository_that_is_named(
    served: Served, tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collect", "acme/small"]) == 0
    dump = tmp_path / "pulls.ndjson"
    dump.write_text("".join(json.dumps(node) + "\n" for node in _kept(store, served, "acme/small")["pull"].values()))
    other = ["--store", str(tmp_path / "other")]
    assert main(["collect", "--import", str(dump), *other]) == 2
    assert "of which repository the files are is not known" in capsys.readouterr().err
    assert main(["collect", "--import", str(dump), "acme/small", *other]) == 0
    manifest = open_store(tmp_path / "other").repository("acme/small", _host(served)).manifest()

    assert manifest is not None
    assert manifest.counts["pulls"] == 1
    assert main(["collect", "--import", str(dump), "acme/small", "acme/shop", *other]) == 2
