"""The command `reviewer map`, and the picture that goes with a check."""

import json
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from reviewer.render.map.contract import MapReport

from .houses import House, build_house

BASE = {
    "shop/__init__.py": "",
    "shop/api/__init__.py": "",
    "shop/api/routes.py": "from shop.orders.store import save\n",
    "shop/orders/__init__.py": "",
    "shop/orders/store.py": "from shop.money import tax\n\n\ndef save():\n    return tax\n",
    "shop/money.py": "tax = 2\n",
    "tests/test_store.py": "from shop.orders.store import save\n",
}
TURNED = {
    "shop/orders/store.py": "from shop.api.routes import route\n\n\ndef save():\n    return route\n",
    "shop/api/routes.py": "from shop.orders.store import save\n\nroute = 1\n",
    "shop/mail/send.py": "from shop.orders import store\n",
}


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    return build_house(tmp_path, capsys, BASE, TURNED)


def draw(house: House, *arguments: str) -> dict[str, Any]:
    ran = house.run("map", "--repo", str(house.builder.directory), "--format", "json", *arguments)
    assert (ran.code, ran.err) == (0, "")
    loaded: dict[str, Any] = json.loads(ran.out)
    MapReport.model_validate({**loaded, "version": loaded["schema"]})
    return loaded


def test_a_whole_revision(house: House) -> None:
    drawn = draw(house, "--head", "main")

    assert [(n["id"], n["files"], n["state"]) for n in drawn["nodes"]] == [
        ("shop", 2, "kept"),
        ("shop/api", 2, "kept"),
        ("shop/orders", 2, "kept"),
    ]
    assert [(e["source"], e["target"], e["count"]) for e in drawn["edges"]] == [
        ("shop/api", "shop/orders", 1),
        ("shop/orders", "shop", 1),
    ]
    assert drawn["title"] == "Packages of main"


def test_what_a_change_does_to_the_shape(house: House) -> None:
    drawn = draw(house, "--base", "main")

    assert {(e["source"], e["target"]): (e["state"], e["in_cycle"]) for e in drawn["edges"]} == {
        ("shop/api", "shop/orders"): ("kept", True),
        ("shop/mail", "shop/orders"): ("added", False),
        ("shop/orders", "shop"): ("removed", False),
        ("shop/orders", "shop/api"): ("added", True),
    }
    assert {n["id"]: n["state"] for n in drawn["nodes"]} == {
        "shop": "kept",
        "shop/api": "changed",
        "shop/mail": "added",
        "shop/orders": "changed",
    }


def test_what_breaks_a_declared_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contract = """
        [tool.importlinter]
        root_package = "shop"
        [[tool.importlinter.contracts]]
        name = "orders know no api"
        type = "forbidden"
        source_modules = ["shop.orders"]
        forbidden_modules = ["shop.api"]
    """
    house = build_house(tmp_path, capsys, {**BASE, "pyproject.toml": contract}, TURNED)

    for arguments in (("--base", "main"), ("--head", "topic")):
        said = {(e["source"], e["target"]): e["forbidden"] for e in draw(house, *arguments)["edges"] if e["forbidden"]}
        assert list(said) == [("shop/orders", "shop/api")]
        assert "orders know no api" in said["shop/orders", "shop/api"]


def test_files_as_nodes(house: House) -> None:
    drawn = draw(house, "--base", "main", "--level", "file")

    assert ("shop/orders/store.py", "shop/api/routes.py") in {(e["source"], e["target"]) for e in drawn["edges"]}
    assert {n["files"] for n in drawn["nodes"]} == {0}


def test_a_folder_that_was_only_renamed_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moved: dict[str, str | None] = {path: None for path in BASE if path.startswith("shop/orders/")}
    moved |= {path.replace("orders", "sales"): text for path, text in BASE.items() if path.startswith("shop/orders/")}
    moved["shop/api/routes.py"] = "from shop.sales.store import save\n"
    house = build_house(tmp_path, capsys, BASE, moved)

    drawn = draw(house, "--base", "main")

    assert {e["state"] for e in drawn["edges"]} == {"kept"}
    assert "mermaid" not in house.check("--base", "main", "--format", "markdown").out


@pytest.mark.parametrize("format_", ["mermaid", "svg", "html", "dot"])
def test_every_format_is_written_to_a_file_and_twice_the_same(house: House, tmp_path: Path, format_: str) -> None:
    target = tmp_path / f"map.{format_}"
    command = ("map", "--repo", str(house.builder.directory), "--base", "main", "--format", format_)

    assert house.run(*command, "--output", str(target)).out == ""
    first = target.read_text(encoding="utf-8")
    assert house.run(*command).out == first
    assert "shop/orders" in first
    if format_ == "svg":
        fromstring(first)


def test_nothing_to_draw_is_an_error_that_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = build_house(tmp_path, capsys, {"README.md": "# Hi\n"}, {"README.md": "# Ho\n"})
    command = ("map", "--repo", str(house.builder.directory))

    for arguments in ((), ("--base", "main")):
        ran = house.run(*command, *arguments)
        assert ran.code == 2
        assert "nothing to draw: " in ran.err


def test_one_component_is_no_picture(house: House) -> None:
    ran = house.run("map", "--repo", str(house.builder.directory), "--level", "component")

    assert ran.code == 2
    assert "one component" in ran.err


def test_an_unknown_revision_is_an_error_with_a_hint(house: House) -> None:
    for arguments in (("--base", "no-such-branch"), ("--head", "no-such-branch")):
        ran = house.run("map", "--repo", str(house.builder.directory), *arguments)
        assert ran.code == 2
        assert "no-such-branch" in ran.err


def test_a_check_shows_a_changed_shape(house: House) -> None:
    text = house.check("--base", "main").out
    markdown = house.check("--base", "main", "--format", "markdown").out

    said = "2 new dependencies between packages, 1 removed, 1 in a cycle"
    assert f"shape: {said}; `reviewer map --base main --head HEAD` draws it" in text
    assert f"**Shape:** {said}\n\n```mermaid\nflowchart LR\n" in markdown


def test_a_check_is_silent_about_a_shape_that_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = build_house(tmp_path, capsys, BASE, {"shop/orders/late.py": "from shop.money import tax\n"})

    assert "shape" not in house.check("--base", "main").out
    assert "mermaid" not in house.check("--base", "main", "--format", "markdown").out


def test_the_ending_of_the_file_says_the_format(house: House, tmp_path: Path) -> None:
    repo = str(house.builder.directory)
    house.run("map", "--repo", repo, "--output", str(tmp_path / "map.HTML"))
    house.run("map", "--repo", repo, "--output", str(tmp_path / "map.md"))
    house.run("map", "--repo", repo, "--output", str(tmp_path / "map.svg"), "--format", "dot")

    texts = [(tmp_path / name).read_text(encoding="utf-8") for name in ("map.HTML", "map.md", "map.svg")]
    assert [text.split(maxsplit=1)[0] for text in texts] == ["<!DOCTYPE", "flowchart", "digraph"]
