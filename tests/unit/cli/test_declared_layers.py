"""What a repository declares about its layers: who may change it, what a map says of it, and what cannot be meant."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.houses import Files, House, build_house

LAYERS = """
[[layers]]
name = "web"
paths = ["/shop/web/"]

[[layers]]
name = "store"
paths = ["/shop/store/"]
"""
BASE: dict[str, str | bytes | None] = {
    "reviewer.toml": LAYERS,
    "shop/__init__.py": "",
    "shop/web/__init__.py": "",
    "shop/web/show.py": "def show(row):\n    return row\n",
    "shop/store/__init__.py": "",
    "shop/store/rows.py": "def rows():\n    return [1]\n",
}
UPWARD = "from shop.web.show import show\n\n\ndef rows():\n    return [show(1)]\n"
LOOSE: dict[str, Files] = {
    "deleted": {"reviewer.toml": None},
    "emptied": {"reviewer.toml": ""},
    "moved": {"reviewer.toml": None, "pyproject.toml": "[tool.reviewer]\nlayers = []\n"},
    "pointed elsewhere": {"reviewer.toml": LAYERS.replace("/shop/store/", "/nowhere/")},
    "excused": {"shop/store/rows.py": "# tach-ignore\n" + UPWARD},
}


def _find(house: House, *arguments: str) -> list[str]:
    return [f["path"] for f in house.review(*arguments, pack=False) if f["rule"] == "layer-violation"]


@pytest.mark.parametrize("name", LOOSE)
def test_a_change_cannot_take_away_the_contract_that_it_breaks(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = build_house(tmp_path, capsys, BASE, {"shop/store/rows.py": UPWARD, **LOOSE[name]})

    assert _find(house) == []
    assert _find(house, "--config-from", "base") == ["shop/store/rows.py"]


def test_a_new_file_is_judged_by_the_contract_of_the_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linter = """
        [tool.importlinter]
        root_package = "shop"
        [[tool.importlinter.contracts]]
        name = "layers"
        type = "layers"
        layers = ["shop.web", "shop.store"]
    """
    base = {**{path: text for path, text in BASE.items() if path != "reviewer.toml"}, "pyproject.toml": linter}
    house = build_house(tmp_path, capsys, base, {"shop/store/cells.py": UPWARD, "pyproject.toml": "[project]\n"})

    assert _find(house) == []
    assert _find(house, "--config-from", "base") == ["shop/store/cells.py"]


def test_a_contract_that_the_change_declares_does_not_hold_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = {path: text for path, text in BASE.items() if path != "reviewer.toml"}
    house = build_house(tmp_path, capsys, base, {"shop/store/rows.py": UPWARD, "reviewer.toml": LAYERS})

    assert _find(house) == ["shop/store/rows.py"]
    assert _find(house, "--config-from", "base") == []


def test_a_map_says_the_layer_of_a_part_whose_files_are_all_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Of two layers that match, the first holds; a part with a file in another, or in none, is in no layer.
    wide = LAYERS.replace('"/shop/store/"', '"/shop/store/", "/shop/web/", "/shop/mixed/a.py"')
    both = {"shop/mixed/a.py": "import shop.web.show\n", "shop/mixed/b.py": "import shop.store.rows\n"}
    house = build_house(tmp_path, capsys, {**BASE, **both, "reviewer.toml": wide}, {"shop/store/rows.py": UPWARD})

    for arguments in (("--head", "topic"), ("--base", "main")):
        ran = house.run("map", "--repo", str(house.builder.directory), "--format", "json", *arguments)
        said = {node["id"]: node["layer"] for node in json.loads(ran.out)["nodes"]}
        assert said["shop/web"] == "web"
        assert said["shop/store"] == "store"
        assert said["shop/mixed"] == ""
    drawn = house.run("map", "--repo", str(house.builder.directory), "--format", "svg", "--head", "topic")
    assert "layer web" in drawn.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAYERS.replace("store", "web"), "reviewer.toml: 'layers' has 'web' 2 times: name each once"),
        (LAYERS[: LAYERS.rindex("[[")], "reviewer.toml: 'layers' has 'web' alone: a layer forbids nothing without"),
    ],
)
def test_layers_that_cannot_be_meant_are_exit_two(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = build_house(tmp_path, capsys, BASE, {"reviewer.toml": text}).check()

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_layer_that_no_file_is_in_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = build_house(tmp_path, capsys, BASE, {"reviewer.toml": LAYERS.replace("/shop/store/", "/shop/stores/")})

    assert "the layer `store` in reviewer.toml matches no file" in house.check().out
    assert "matches no file" not in house.check("--config-from", "base").out
