"""Other programs read a review as JSON; this module holds the writing of it."""

from reviewer.model.review import Review


def render_json(review: Review) -> str:
    """Return the review as the published contract: UTF-8 without control characters, indented by two."""
    # pydantic takes a tenth of a second to load, which only this form should cost.
    from reviewer.render.contract import to_contract

    return to_contract(review).model_dump_json(by_alias=True, indent=2) + "\n"
