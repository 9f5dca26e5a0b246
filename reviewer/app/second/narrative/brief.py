"""This module holds what a language model is told of a report: measures and rules, and no name of anybody or anything.

Teams, repositories, changes and people are left out; equal reports give equal bytes.
"""

from collections.abc import Iterator, Mapping, Sequence

from reviewer.app.second.narrative.answer import MOST_SENTENCES, NAME
from reviewer.app.second.narrative.checking import MOST_CHARACTERS
from reviewer.app.second.narrative.words import list_known
from reviewer.metrics.definitions import Metric
from reviewer.model.report import Report, Shown

_SPACES = str.maketrans({"\u202f": " ", "\xa0": " "})
_BETTER = {"up": "higher is better", "down": "lower is better", "": ""}
_TASK = f"""\
You write one paragraph for a weekly report on code review, for people who lead the team and read it in a minute.
You are given a table of measures of one week. You say what in it matters most, and leave out the rest.

Call the tool {NAME} once. It takes at most {MOST_SENTENCES} sentences of at most {MOST_CHARACTERS} characters each,
and with each sentence the ids of the measures that it calls by name.

A program checks each sentence and drops it unless all of this holds:
- It calls each measure exactly by its name in the table, and calls no other measure. Numbers belong to the name that
  stands before them.
- Every number stands in the table with that measure, with the same rounding and unit, in digits: no sums, no
  differences, no "half", "most", "all", "twice", "no" or "only".
- The value of the week stands plainly: "is 21 %". It comes before what it is compared with. The usual value of the
  weeks before follows "the usual", "than the usual", "against the usual" or "from": "than the usual 9.5 %". The change
  follows "by", "up" or "down", or stands before "more" or "less": "12 points more". An interval is "interval 13 to
  33 %". The number of cases is "66 cases".
  A sentence does not say of what a share is: the name of the measure does.
- "Up", "more", "fell" and the like agree with the arrow of each measure that the sentence names, unless each of them
  has its own such word after its name. "Worse" stands only where the table says worse. The comparison is always with
  the 13 weeks before, never with last week.
- It gives no cause, no advice, no order, no forecast and no praise or blame; it addresses and names nobody.
- It is one sentence of plain prose: no lists, markup, links or quotations, and a full stop at the end only.
- Its words are names of measures, numbers with their units, and the words at the end of this text, with a capital
  letter at the beginning only.

Sentences that passed in another week of another team:
- "Zero-review rate is 34 %, 16 points more than the usual 18 %."
- "Review debt stands at 9,120 lines, up 24 % from the usual 7,350, while Merged lines is 4,210."
- "Merged lines grew by 31 % while Verified lines fell by 8.5 %."
- "New debt is worse at 2,480 lines, against the usual 990, which moves within 210 to 1,640."

Prefer what the table calls worse, then the largest changes, and connect measures that belong together. Do not repeat
the first sentence of the report, which stands above the table."""


def write_rules() -> str:
    """Return what the model is to do, and how its answer is checked."""
    return f"{_TASK}\n\nWords: {' '.join(sorted(list_known()))}"


def write_table(report: Report, table: Sequence[Shown], metrics: Mapping[str, Metric]) -> str:
    """Return the measures of a report as text, in its order."""
    lines = [f"The first sentence of the report: {report.bottleneck}", "", "The measures, as `id`, name and numbers:"]
    lines += [_describe(one, metrics.get(one.id)) for one in table if one.state == "known"]
    silent = [f"{one.name} ({one.state})" for one in table if one.state != "known"]
    if silent:
        lines += ["", f"Nothing is known of these, so say nothing of them: {'; '.join(silent)}."]
    return "\n".join(lines).translate(_SPACES) + "\n"


def _describe(one: Shown, metric: Metric | None) -> str:
    about = metric.about.partition(". ")[0].rstrip(".") if metric else ""
    better = _BETTER[metric.better] if metric else ""
    said = f" What it is: {about}." if about else ""
    return f"- `{one.id}` {one.name}: {'; '.join([*_list_numbers(one), *([better] if better else [])])}.{said}"


def _list_numbers(one: Shown) -> Iterator[str]:
    noun = " lines" if one.unit == "lines" else ""
    yield f"is {one.value}{noun}"
    if one.interval:
        yield f"interval {one.interval}"
    if one.usual:
        yield f"usual {one.usual}{noun}"
    if one.limits:
        yield f"moves within {one.limits}"
    if one.change:
        yield one.change
    yield f"{one.cases} cases"
