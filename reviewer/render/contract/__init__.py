"""Other programs read a review as JSON; this package holds the published shape of it."""

from reviewer.render.contract.parts import FindingPart, Text
from reviewer.render.contract.report import CheckReport, schema, to_contract

__all__ = ["CheckReport", "FindingPart", "Text", "schema", "to_contract"]
