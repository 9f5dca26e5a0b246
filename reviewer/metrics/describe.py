"""This module holds the page that explains every metric, written from the definitions that are computed."""

from collections.abc import Iterator
from importlib.resources import files

from reviewer.metrics.definitions import DEFINITION, Metric, read_metrics, read_table

_GROUPS = {
    "review": "Who had read what was merged",
    "stamps": "Approvals that show no reading",
    "time": "How long changes wait",
    "size": "How large changes are",
    "queue": "What waits",
    "load": "On how many shoulders the reading lies",
    "quality": "What became of it",
    "debt": "What was merged unread",
    "provenance": "Who wrote it",
}
_KINDS = {
    "count": "a count",
    "mean": "the mean of the cases",
    "number": "a number for each week",
    "quantile": "a quantile of the cases",
    "rate": "events over exposure",
    "rate_ratio": "one rate over another",
    "share": "the share of the cases that are hits",
    "stratified": "a ratio of two risks over strata",
    "survival": "a quantile by Kaplan and Meier",
    "survival_ratio": "one such quantile over another",
    "thousand": "hits in 1,000 cases",
    "unknown": "not known from the facts",
    "weighted": "the share of the weight that hits have",
}
_TABLES = ("changes", "directs", "readings", "approvals", "turns", "merged", "load", "queue", "links", "debts")


def render_metrics() -> str:
    """Return the page of all metrics, group by group, and of the tables that their queries ask."""
    metrics = read_metrics()
    head = files("reviewer.metrics").joinpath("pages", "head.md").read_text(encoding="utf-8")
    parts = [head.replace("VERSION", str(DEFINITION))]
    for group, heading in _GROUPS.items():
        parts.append(f"## {heading}\n")
        parts += [_render(metric) for metric in metrics if metric.group == group]
    parts.append("## The tables behind the queries\n")
    parts += [f"### Table `{name}`\n\n```sql\n{read_table(name).strip()}\n```\n" for name in _TABLES]
    return "\n".join(parts)


def _render(metric: Metric) -> str:
    return "\n".join(_list_lines(metric))


def _list_lines(metric: Metric) -> Iterator[str]:
    yield f"### {metric.name}\n"
    yield f"`{metric.id}`, {metric.unit}: {_KINDS[metric.kind]}{_tell_quantile(metric)}.\n"
    yield f"{metric.about}\n"
    for figure in metric.published:
        yield f"* Published, {figure.kind}: {figure.figure} ({figure.source})."
    if metric.published:
        yield ""
    if metric.sql:
        yield f"```sql\n{metric.sql.strip()}\n```\n"


def _tell_quantile(metric: Metric) -> str:
    return f" ({metric.quantile:g})" if metric.kind in ("quantile", "survival", "survival_ratio") else ""
