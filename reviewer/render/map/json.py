"""Other programs read a picture as JSON; this module holds the writing of it."""

from reviewer.model.picture import Picture


def render_map_json(picture: Picture) -> str:
    """Return the picture as the published contract: UTF-8 without control characters, indented by two."""
    # pydantic takes a tenth of a second to load, which only this form should cost.
    from reviewer.render.map.contract import to_contract

    return to_contract(picture).model_dump_json(by_alias=True, indent=2) + "\n"
