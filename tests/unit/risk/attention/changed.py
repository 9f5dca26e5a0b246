"""This module holds how tests of the attention plan write a changed file: its old and its new text."""

from reviewer.change.changed import ChangedFile
from reviewer.change.fileclass import classify_path
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Finding
from reviewer.model.review import Plan
from reviewer.risk.attention.plan import Given, plan_attention
from reviewer.risk.attention.traits import read_lines
from tests.unit.engine.samples import make_file

OLD = """\
def total(lines):
    return sum(line.price for line in lines)
"""
NEW = '''\
import math


def total(lines, rate):
    """Sum up what is to be paid."""
    # rounded at the end
    amount = sum(line.price for line in lines)
    if rate is None or rate < 0:
        raise ValueError(rate)
    logger.info("total %s", amount)
    return math.ceil(amount * rate_to_factor(rate, precision=4) * 100) / 100


LIMIT = 4
'''


def changed(old: str | None, new: str | None, path: str = "src/shop.py") -> ChangedFile:
    """Return a changed file of the class that its path has."""
    return make_file(old, new, path, file_class=classify_path(path))


def traits_of(old: str | None, new: str, path: str = "src/shop.py") -> dict[int, set[str]]:
    """Return the traits of every added line of one file by its number; nothing in the repository is mentioned."""
    lines = read_lines([changed(old, new, path)], lambda _: 0)
    return {line.number: set(line.traits) for line in lines}


def plan_of(*files: ChangedFile, findings: tuple[Finding, ...] = (), evidence: tuple[Evidence, ...] = ()) -> Plan:
    """Return the plan of a change of which nothing is known but its text, findings and evidence."""
    return plan_attention(Given(files, findings, evidence, None, lambda _: 0))
