from pathlib import Path

import requests

from tests.adapters.repos import create_repository
from tests.forge.git import GitStore
from tests.forge.server import serve
from tests.forge.world import World


def test_a_difference_begins_where_the_branch_left(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    builder.commit({"a.py": "a = 1\n"})
    builder.run("checkout", "--quiet", "-b", "side")
    head = builder.commit({"b.py": "b = 1\n"})
    builder.run("checkout", "--quiet", "main")
    base = builder.commit({"a.py": "a = 2\n"})
    store = GitStore(builder.git_dir)

    assert [(file.path, file.status) for file in store.changed_files(base, head)] == [("b.py", "added")]
    assert [commit.sha for commit in store.commits(base, head)] == [head]
    assert store.changed_files(head, head) == ()


def test_strange_files_are_told_as_git_tells_them(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    base = builder.commit({"kind": "x\n" * 3, "a b\tc\n.py": "a\n", "same": "1\n", "plus": "--- a\n+++ b\n"})
    (tmp_path / "kind").unlink()
    (tmp_path / "kind").symlink_to("same")
    head = builder.commit({"a b\tc\n.py": "b\n", "ünï/ñ.py": "", "plus": "+++ b\n@@ -1 +1 @@\ndiff --git a b\n"})
    files = {file.path: file for file in GitStore(builder.git_dir).changed_files(base, head)}

    assert {path: file.status for path, file in files.items()} == {
        "a b\tc\n.py": "modified",
        "kind": "changed",
        "plus": "modified",
        "ünï/ñ.py": "added",
    }
    assert files["plus"].hunks[0].shown.keys() == {
        ("LEFT", 1),
        ("LEFT", 2),
        ("RIGHT", 1),
        ("RIGHT", 2),
        ("RIGHT", 3),
    }
    assert files["kind"].patch.endswith("\\ No newline at end of file")
    assert files["ünï/ñ.py"].patch == ""


def test_a_name_is_a_branch_a_tag_or_a_commit(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    first = builder.commit({"a": "1\n"})
    builder.run("tag", "v1")
    second = builder.commit({"a": "2\n"})
    store = GitStore(builder.git_dir)

    assert [store.resolve(name) for name in ("main", "heads/main", "v1", first, "nowhere", "", "a\nb")] == [
        second,
        second,
        first,
        first,
        "",
        "",
        "",
    ]
    builder.run("pack-refs", "--all")
    assert store.branch("main") == second


def test_no_more_than_three_thousand_files_are_listed(tmp_path: Path) -> None:
    builder = create_repository(tmp_path)
    base = builder.commit({"a": "1\n"})
    blob = builder.run("rev-parse", f"{base}:a")
    listed = "".join(f"100644 blob {blob}\tfile{number:05}\n" for number in range(3010))
    tree = builder.run("mktree", feed=listed.encode())
    builder.run("branch", "wide", builder.run("commit-tree", "-p", base, "-m", "wide", tree))
    world = World()
    world.add_repository("acme/wide", builder.git_dir)
    pull = world.open_pull_request("acme/wide", head="wide")
    token = world.token("reader", permissions={"pull-requests": "read"})

    assert len(pull.files) > 3000
    with serve(world) as served:
        assert _count_files(served.url, token) == 3000
        assert served.breaches == []


def _count_files(url: str, token: str) -> int:
    count, page = 0, f"{url}/repos/acme/wide/pulls/1/files?per_page=100"
    with requests.Session() as session:
        while page:
            done = session.get(page, headers={"Authorization": f"token {token}"}, timeout=10)
            count, page = count + len(done.json()), done.links.get("next", {}).get("url", "")
    return count
