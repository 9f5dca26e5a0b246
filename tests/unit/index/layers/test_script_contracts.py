"""Contracts of dependency-cruiser, ESLint's plugins, Nx, deptrac and our own: what each says of one import."""

import pytest

from reviewer.index.build import index_files
from reviewer.index.graph import Edge, EdgeKind
from reviewer.index.layers import read_contracts

_CRUISER = r"""
/** @type {import('dependency-cruiser').IConfiguration} */
const stores = ["^src/store/", "^src/cache/"];
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "store-knows-no-web", severity: "error", from: { path: stores }, to: { path: "^src/web/" } },
    {
      name: "features-are-apart",
      from: { path: "^src/features/([^/]+)/.+" },
      to: { path: "^src/features/([^/]+)/", pathNot: ["^src/features/$1/", "^src/features/shared/"] },
    },
    { name: "only-types", from: { path: "^src/rates" }, to: { path: "^src/web", dependencyTypesNot: ["type-only"] } },
    { name: "by-alias", from: {}, to: { path: "^src/web", dependencyTypesNot: ["aliased-subpath-import"] } },
    { name: "told", severity: "info", from: {}, to: { path: "^src/web/" } },
    { name: "slow", from: { path: "^(a+)+$" }, to: { path: "." } },
    { name: "made", from: { path: makePath() }, to: { path: "." } },
  ],
  options: { tsPreCompilationDeps: true, exclude: { path: "\\.stories\\.tsx?$" } },
};
"""
_ZONES = """{
  // who may import whom
  "rules": {"import/no-restricted-paths": ["error", {"zones": [
    {"target": "./src/rates", "from": "./src/web", "except": ["./types.ts"]},
    {"target": "./src/features/*/", "from": ["./src/app"]},
  ]}]},
  "overrides": [{"files": ["*.stories.tsx"], "rules": {"import/no-restricted-paths": "off"}}]
}"""
_BOUNDARIES = """
import boundaries from "eslint-plugin-boundaries";
export default defineConfig([{
  plugins: { boundaries },
  settings: { "boundaries/elements": [
    { type: "page", pattern: "src/pages/*" },
    { type: "widget", pattern: "src/widgets/*", capture: ["name"] },
    { type: "lib", pattern: "src/lib/*.ts", mode: "file" },
  ]},
  rules: { "boundaries/element-types": [2, { default: "disallow", rules: [
    { from: ["page"], allow: ["widget", "lib"] },
    { from: "widget", allow: [["lib", { name: "${from.name}" }], "lib"] },
    { from: "*", allow: ["page"], importKind: "type" },
  ]}]},
}]);
"""
_NX = """module.exports = { overrides: [{ files: "*.ts", rules: { "@nx/enforce-module-boundaries": ["error", {
  allow: [], depConstraints: [
    { sourceTag: "type:data", onlyDependOnLibsWithTags: ["type:data", "scope:*"] },
    { sourceTag: "*", notDependOnLibsWithTags: ["/^old:.+/"] },
  ] }] } }] };"""
_DEPTRAC = """
deptrac:
  paths: [./src]
  layers:
    - name: Controller
      collectors:
        - type: directory
          value: src/Controller/.*
    - name: Service
      collectors:
        - type: directory
          value: src/Service/.*
    - name: Entity
      collectors:
        - type: directory
          value: src/Entity/.*
  ruleset:
    Controller:
      - Entity
    Entity: ~
"""
_OWN = """
[[layers]]
name = "web"
paths = ["/internal/web/**"]
[[layers]]
name = "store"
paths = ["/internal/store/**"]
"""


def _judge(name: str, text: str, source: str, target: str, kind: EdgeKind = "import") -> str:
    files = {name: text, "libs/a/project.json": '{"tags": ["type:data"]}', "libs/b/project.json": '{"tags": ["x"]}'}
    files |= {"libs/c/project.json": '{"tags": ["scope:c", "old:c"]}', "libs/d/project.json": "{"}
    files[".dependency-cruiser-known-violations.json"] = '[{"from": "src/store/old.ts", "to": "src/web/b.ts"}, 3]'
    index = index_files({path: content.encode() for path, content in files.items()})
    said = [s for contract in read_contracts(index) if (s := contract.judge(Edge(source, target, 1, kind)))]
    assert len(said) < 2
    return said[0] if said else ""


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("src/cache/a.ts", "src/web/b.ts", "the rule 'store-knows-no-web' forbids it (.dependency-cruiser.js)"),
        ("src/cache/a.stories.ts", "src/web/b.ts", ""),
        ("src/store/old.ts", "src/web/b.ts", ""),
        ("src/web/a.ts", "src/cache/b.ts", ""),
        ("src/features/cart/a.ts", "src/features/stock/b.ts", "the rule 'features-are-apart' forbids it"),
        ("src/features/cart/a.ts", "src/features/cart/b.ts", ""),
        ("src/features/cart/a.ts", "src/features/shared/b.ts", ""),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "src/x.ts", ""),
    ],
)
def test_dependency_cruiser_forbids_by_two_paths(source: str, target: str, said: str) -> None:
    assert _judge(".dependency-cruiser.js", _CRUISER, source, target)[: len(said) or None] == said


def test_dependency_cruiser_sees_types_as_it_is_told() -> None:
    blind = _CRUISER.replace("tsPreCompilationDeps: true, ", "")

    assert _judge(".dependency-cruiser.cjs", _CRUISER, "src/rates.ts", "src/web/b.ts", "import")
    assert not _judge(".dependency-cruiser.cjs", _CRUISER, "src/rates.ts", "src/web/b.ts", "type")
    assert _judge(".dependency-cruiser.cjs", _CRUISER, "src/store/a.ts", "src/web/b.ts", "type")
    assert not _judge(".dependency-cruiser.cjs", blind, "src/store/a.ts", "src/web/b.ts", "type")


@pytest.mark.parametrize(
    ("name", "text", "source", "target", "said"),
    [
        (
            ".eslintrc.json",
            _ZONES,
            "src/rates/a.ts",
            "src/web/b.ts",
            "`./src/rates` may not import from `./src/web` by",
        ),
        (".eslintrc.json", _ZONES, "src/rates/a.ts", "src/web/types.ts", ""),
        (".eslintrc.json", _ZONES, "src/features/cart/a.tsx", "src/app/b.ts", "`./src/features/*/` may not import"),
        (".eslintrc.json", _ZONES, "src/rates/a.stories.tsx", "src/web/b.ts", ""),
        (".eslintrc.json", _ZONES, "src/rates/a.py", "src/web/b.py", ""),
        ("app/.eslintrc.json", _ZONES, "app/src/rates/a.ts", "app/src/web/b.ts", "`./src/rates` may not"),
        ("app/.eslintrc.json", _ZONES, "src/rates/a.ts", "src/web/b.ts", ""),
        ("eslint.config.mjs", _BOUNDARIES, "src/widgets/a/x.ts", "src/pages/b/y.ts", "an element `widget` may not imp"),
        ("eslint.config.mjs", _BOUNDARIES, "src/pages/a/x.ts", "src/widgets/b/y.ts", ""),
        ("eslint.config.mjs", _BOUNDARIES, "src/pages/a/x.ts", "src/pages/a/y.ts", ""),
        ("eslint.config.mjs", _BOUNDARIES, "src/pages/a/x.ts", "src/pages/b/y.ts", "an element `page` may not import"),
        ("eslint.config.mjs", _BOUNDARIES, "src/widgets/a/x.ts", "src/lib/y.ts", ""),
        ("eslint.config.mjs", _BOUNDARIES, "src/main.ts", "src/pages/b/y.ts", ""),
        (
            ".eslintrc.js",
            _NX,
            "libs/a/x.ts",
            "libs/b/y.ts",
            "a project `type:data` may depend only on `type:data`, `sc",
        ),
        (".eslintrc.js", _NX, "libs/b/x.ts", "libs/c/y.ts", "a project `*` may not depend on `/^old:.+/` by"),
        (".eslintrc.js", _NX, "libs/b/x.ts", "libs/a/y.ts", ""),
        (".eslintrc.js", _NX, "libs/a/x.ts", "libs/d/y.ts", ""),
        (
            "deptrac.yaml",
            _DEPTRAC,
            "src/Entity/A.php",
            "src/Controller/B.php",
            "the layer `Entity` may not know `Contr",
        ),
        ("deptrac.yaml", _DEPTRAC, "src/Controller/A.php", "src/Entity/B.php", ""),
        ("reviewer.toml", _OWN, "internal/store/a.go", "internal/web", "`store` is below `web` in the declared layers"),
        ("reviewer.toml", _OWN, "internal/web/a.go", "internal/store", ""),
        ("pyproject.toml", _OWN.replace("[[", "[[tool.reviewer."), "internal/store/a.go", "internal/web", "`store` is"),
    ],
)
def test_each_format_says_its_own(name: str, text: str, source: str, target: str, said: str) -> None:
    assert _judge(name, text, source, target)[: len(said) or None] == said


def test_types_may_be_allowed_alone() -> None:
    assert _judge("eslint.config.mjs", _BOUNDARIES, "src/widgets/a/x.ts", "src/pages/b/y.ts", "type") == ""
    assert _judge("reviewer.toml", _OWN, "internal/store/a.go", "internal/web", "type") == ""
