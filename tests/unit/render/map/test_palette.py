import pytest

from reviewer.render.map.palette import BOTH, DARK, LIGHT, Colour


def brightness(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", [name for name in LIGHT if name not in ("paper", "box")])
def test_every_colour_stands_out_from_what_it_lies_on(colours: dict[Colour, str], name: Colour) -> None:
    assert contrast(colours[name], colours["paper"]) >= 4.5
    assert contrast(colours[name], colours["box"]) >= 4.5


@pytest.mark.parametrize("name", list(BOTH))
def test_a_line_in_mermaid_can_be_seen_on_both_papers(name: Colour) -> None:
    assert contrast(BOTH[name], "#ffffff") >= 3
    assert contrast(BOTH[name], DARK["paper"]) >= 3
