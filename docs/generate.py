"""This module holds the writing of what is generated: rules, metrics, facts, and the schemas of the formats.

`python docs/generate.py` writes the files; with `--check` it names the stale ones and exits with 1.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from reviewer.adapters.files import read_pack, write_text
from reviewer.app.action.bundle import render_bundle_schema
from reviewer.app.collect.coverage import FROM_GIT, FROM_GITHUB, METRICS
from reviewer.app.collect.imports import IMPORTED
from reviewer.change.syntax.languages import LANGUAGES
from reviewer.engine.pages.pack import read_rules
from reviewer.engine.policy.settings import render_settings_schema
from reviewer.metrics.describe import render_metrics
from reviewer.model.facts import TABLES, list_columns
from reviewer.model.finding import LEVELS
from reviewer.model.rule import Rule
from reviewer.render.contract import schema
from reviewer.render.report.contract import schema as render_report_schema

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "rules"
_FEW = 4
_HEADINGS = {
    "default": ("On by default", "These run without any settings."),
    "opt-in": ("Opt-in", "These are switched on in the settings, or a part of them runs without settings."),
    "preview": ("Preview", "These are new; how often they are right is not measured yet."),
}
_ABOUT = """# Rules

<!-- Written by docs/generate.py. -->

One page holds one rule: what it says, why, its query or detector, and its examples.
`reviewer rules show ID` prints a page, `reviewer rules test` runs the examples of all of them.
[docs/rules.md](../docs/rules.md) says how to write a page, [docs/settings.md](../docs/settings.md) how to switch one.

*Severity* is what it costs if a finding is true, *confidence* is how often it is true.
A case of a rule may differ from its rule in both.
"""


def main(arguments: list[str]) -> int:
    """Write the generated files, or name the stale ones."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: generate.py [--check]\n")
        return 2
    stale = {name: text for name, text in render_files().items() if _read(ROOT / name) != text}
    for name, text in stale.items():
        if not arguments:
            write_text(ROOT / name, text)
        sys.stdout.write(f"{name} is {'stale: run docs/generate.py' if arguments else 'written'}\n")
    return int(bool(arguments and stale))


def render_files() -> dict[str, str]:
    """Return the text of every generated file, by its path from the root."""
    return {
        "docs/bundle.schema.json": render_bundle_schema(),
        "docs/check.schema.json": schema(),
        "docs/facts.md": render_facts(_read(ROOT / "docs" / "facts.md") or ""),
        "docs/report.schema.json": render_report_schema(),
        "docs/metrics.md": render_metrics(),
        "docs/settings.schema.json": render_settings_schema(),
        "rules/README.md": render_index(read_rules(read_pack(RULES))),
    }


def render_index(rules: Iterable[Rule]) -> str:
    """Return the index of the rules: a table for each status, the gravest rules first."""
    ordered = sorted(rules, key=lambda rule: (LEVELS.index(rule.severity), LEVELS.index(rule.confidence), rule.id))
    sections = [_ABOUT]
    for status, (heading, about) in _HEADINGS.items():
        rows = [_render_row(rule) for rule in ordered if rule.status == status]
        if rows:
            head = ["| rule | what it finds | severity | confidence | languages |", "|---|---|---|---|---|"]
            sections.append("\n".join([f"## {heading}", "", about, "", *head, *rows, ""]))
    return "\n".join(sections)


def render_facts(page: str) -> str:
    """Return the page about the facts with its tables written anew."""
    sections = [_render_table(name) for name in TABLES]
    rows = ["| metric | needs | known from | columns |", "|---|---|---|---|"]
    for metric in METRICS:
        sources = [name for name, told in (("GitHub", FROM_GITHUB), ("git", FROM_GIT)) if metric.is_known(told)]
        rows.append(
            f"| {metric.name} | {', '.join(metric.needs)} | {' or '.join(sources) or 'both'} | {metric.columns} |"
        )
    page = _replace_part(page, "<!-- Written by", "<!-- The end of what", "\n\n".join(sections))
    return _replace_part(page, "<!-- Metrics are", "<!-- The end of the metrics", "\n".join(rows))


def _render_table(name: str) -> str:
    about = (TABLES[name].__doc__ or "").replace("One row a", "One row for each", 1)
    can = "can be imported" if name in IMPORTED else "cannot be imported"
    lines = [f"### `{name}`", "", f"{about} It {can}.", "", "| column | type | what it says |", "|---|---|---|"]
    words = {"ints": "integers", "strs": "texts", "str": "text", "int": "integer", "bool": "boolean"}
    for column in list_columns(name):
        kind = words.get(column.type, column.type) + (" or NULL" if column.optional else "")
        lines.append(f"| `{column.name}` | {kind} | {column.about}{' (derived)' if column.derived else ''} |")
    return "\n".join(lines)


def _replace_part(page: str, begin: str, end: str, text: str) -> str:
    head, _, rest = page.partition(begin)
    mark, _, rest = rest.partition("\n")
    return f"{head}{begin}{mark}\n\n{text}\n\n{end}{rest.partition(end)[2]}"


def _render_row(rule: Rule) -> str:
    link = Path(rule.origin).relative_to(RULES).as_posix()
    title = rule.title.replace("|", "\\|")
    return f"| [{rule.id}]({link}) | {title} | {rule.severity} | {rule.confidence} | {_name_languages(rule)} |"


def _name_languages(rule: Rule) -> str:
    known = [language for language in LANGUAGES if language in rule.languages]
    if not rule.languages:
        return "any file"
    return ", ".join(known) if len(known) <= _FEW else f"{len(known)} languages"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
