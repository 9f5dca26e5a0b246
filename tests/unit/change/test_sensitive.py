"""What sensitive files say: CI, commands, agents, migrations, guards, images, and that hostile text raises nothing."""
# ruff: noqa: E501 - a row of a table is one line

import time

import pytest

from reviewer.change.fileclass import classify_file
from reviewer.change.sensitive.reading import is_security_path, read_traits
from reviewer.change.sensitive.yaml_lines import Entry, read_entries
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source

CI = ".github/workflows/ci.yml"
# Path, text, and the traits: kind and what is shown.
TABLE: list[tuple[str, str, list[tuple[str, str]]]] = [
    (CI, "permissions: write-all\n", [("permission", "write-all")]),
    (CI, "permissions: {contents: write, issues: read}\n", [("permission", "contents: write")]),
    (CI, "permissions: read-all\njobs:\n  a:\n    permissions:\n      packages: write\n", [("permission", "packages: write")]),
    (CI, "jobs:\n  a:\n    steps:\n      - with:\n          permissions: write-all\n", []),
    (CI, "on: [push, pull_request_target]\n", [("trigger", "pull_request_target")]),
    (CI, "on:\n- workflow_run\n", [("trigger", "workflow_run")]),
    (CI, 'on:\n  workflow_run:\n    workflows: ["a"]\n', [("trigger", "workflow_run")]),
    (CI, "jobs:\n  a:\n    steps:\n      - uses: x/y@v1 # why\n      - uses: actions/z@v1\n      - uses: ./w\n", [("action", "x/y@v1")]),
    (CI, "    env:\n      A: ${{ secrets.KEY }}${{ secrets.GITHUB_TOKEN }}\n", [("secret", "KEY")]),
    (CI, "    runs-on:\n      - self-hosted\n", [("self-hosted", "self-hosted")]),
    (CI, "      - run: |\n          curl https://x.org | bash\n", [("download-run", "curl https://x.org | bash")]),
    (CI, "      - run: cargo publish --dry-run\n      - name: npm publish\n", []),
    ("Jenkinsfile", "withCredentials([string(credentialsId: 'key')])\n", [("secret", "key")]),
    ("deploy.sh", 'bash -c "$(wget -qO- https://x.org)"\necho "curl x | sh"\n# curl x | sh\n', [("download-run", 'bash -c "$(wget -qO- https://x.org)"')]),
    ("tests/deploy.sh", "curl https://x.org | sh\n", []),
    ("Makefile", "release:\n\ttwine upload dist/*\n\tchmod -R 777 /srv\n", [("publish", "twine upload"), ("loosened", "chmod -R 777 /srv")]),
    (".claude/settings.json", '{"permissions": {"allow": ["Bash(*)"], "deny": ["Read(.env)"], "defaultMode": "bypassPermissions"}}', [
        ("agent-allowed", "Bash(*)"), ("agent-denied", "Read(.env)"), ("agent-allowed", "defaultMode: bypassPermissions")]),
    (".mcp.json", '{"mcpServers": {"a": {"url": "https://x.org"}}}', [("agent-server", "a (https://x.org)")]),
    (".mcp.json", '{"mcpServers": [', []),
    ("CLAUDE.md", "Commit with --no-verify.\n", [("agent-loosened", "Commit with --no-verify.")]),
    ("CLAUDE.md", "Never do this:\n- commit with --no-verify\n", []),
    ("db/migrations/1.sql", "-- DROP TABLE a;\nDROP TABLE IF EXISTS b;\n", [("data-dropped", "drops table b")]),
    ("db/migrations/1.sql", "ALTER TABLE a ADD COLUMN b INT NOT NULL;\nALTER TABLE a ADD c INT NOT NULL DEFAULT 0;\n", [
        ("schema-changed", "adds b to a as NOT NULL without a default")]),
    ("db/migrations/1.sql", "ALTER TABLE a ADD CONSTRAINT c CHECK (b IS NOT NULL);\n", []),
    ("db/migrations/1.sql", "DELETE FROM a;\nDELETE FROM b WHERE c = 1;\nTRUNCATE TABLE d;\n", [
        ("data-dropped", "empties d"), ("data-dropped", "deletes every row of a")]),
    ("db/migrations/1.sql", "ALTER TABLE a ADD x INT;\nALTER TABLE b DROP COLUMN y;\n", [("data-dropped", "drops column y of b")]),
    ("db/migrations/1.down.sql", "DROP TABLE a;\n", []),
    ("db/migrations/1.sql", "-- +goose Up\nCREATE TABLE a (b INT);\n-- +goose Down\nDROP TABLE c;\n", []),
    ("shop/migrations/0001_a.py", "operations = [migrations.RemoveField(model_name='cart', name='owner')]\n", [
        ("data-dropped", "removes field owner of cart")]),
    ("db/migrate/1_a.rb", "def change\n  remove_column :carts, :owner\nend\ndef down\n  drop_table :x\nend\n", [
        ("data-dropped", "drops column owner of carts")]),
    ("migrations/1_a.js", "exports.up = k => k.schema.table('a', table => { table.dropColumn('b') })\nexports.down = k => knex.schema.dropTable('c')\n", [
        ("data-dropped", "drops column b")]),
    ("src/a.py", "@login_required\ndef f():\n    require_admin()\n", [("guard", "@login_required"), ("guard", "require_admin")]),
    ("src/a.py", "def require_admin():\n    '''require_admin()'''\n    x = 'require_admin()'  # require_admin()\n", []),
    ("src/a.py", "get(u, verify=False)\n# get(u, verify=False)\n", [("loosened", "get(u, verify=False)")]),
    ("src/a.ts", "const o = { rejectUnauthorized: false }\n", [("loosened", "const o = { rejectUnauthorized: false }")]),
    ("src/a.py", "MAX_TOKENS = 10\nSESSION_COOKIE_AGE = 3600\n", [("setting", "3600")]),
    ("Dockerfile", "FROM a AS b\nUSER x\nFROM b\nFROM c:1\nUSER root\n", [("base-image", "a"), ("base-image", "c:1"), ("image-user", "root")]),
    ("deploy/a.yaml", "  privileged: true\n  # privileged: true\n", [("container-opened", "privileged: true")]),
    ("infra/a.tf", 'egress {\n  cidr_blocks = ["0.0.0.0/0"]\n}\ningress {\n  cidr_blocks = ["0.0.0.0/0"]\n}\n', [
        ("network-opened", 'cidr_blocks = ["0.0.0.0/0"]')]),
    (".github/CODEOWNERS", "# all\n*   @a  @b\n", [("owner-rule", "* @a @b"), ("owner-rule", "* @a @b")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "wanted"), TABLE)
def test_says(path: str, text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(t.kind, t.what) for t in read_traits(_read(path, text.encode()))] == wanted


@pytest.mark.parametrize("path", sorted({path for path, _, _ in TABLE}))
def test_hostile_text_raises_nothing_and_ends(path: str) -> None:
    started = time.monotonic()
    for piece in (
        b"\xff\x00",
        b"{" * 3000,
        b"- " * 3000,
        b"ALTER TABLE a ",
        b" " * 30_000,
        b"\n" * 30_000,
        b"curl " * 3000,
    ):
        list(read_traits(_read(path, piece * (1 + 3000 // len(piece)))))
    assert time.monotonic() - started < 20


def test_yaml_is_read_by_lines() -> None:
    text = "a:\n  - b: 1\n    'c': \"x # y\" # z\n  - d\ne: |\n  f: g\n\nh: {i: j}\n"
    assert list(read_entries(text.split("\n"))) == [
        Entry(1, ("a",), ""),
        Entry(2, ("a", "-", "b"), "1"),
        Entry(3, ("a", "-", "c"), "x # y"),
        Entry(4, ("a", "-"), "d"),
        Entry(5, ("e",), ""),
        Entry(6, ("e",), "f: g"),
        Entry(7, ("e",), ""),
        Entry(8, ("h",), "{i: j}"),
    ]


@pytest.mark.parametrize(
    ("path", "wanted"), [("src/auth/token.py", True), ("src/author.py", False), ("a/oauth2.go", True)]
)
def test_a_path_that_names_security(path: str, wanted: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_security_path(path) is wanted


def _read(path: str, data: bytes) -> Source:
    return Source(path, data, recognise_language(path), classify_file(path, data))
