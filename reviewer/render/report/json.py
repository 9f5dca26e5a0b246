"""Other programs read a report as JSON; this module holds the writing of it."""

from reviewer.model.report import Report


def render_report_json(report: Report) -> str:
    """Return the report as the published contract: UTF-8 without control characters, indented by two."""
    # pydantic takes a tenth of a second to load, which only this form should cost.
    from reviewer.render.report.contract import to_contract

    return to_contract(report).model_dump_json(by_alias=True, indent=2) + "\n"
