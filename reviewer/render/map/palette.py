"""This module holds the colours of a picture, for light and for dark surroundings.

Every colour stands out from the paper by 4.5:1 at least, and text from what it lies on (a test computes it). None
carries a meaning alone: marks, words and dashes say the same.
"""

from collections.abc import Mapping
from typing import Literal

Colour = Literal["paper", "box", "ink", "quiet", "kept", "added", "removed", "changed", "cycle", "forbidden", "focus"]

LIGHT: Mapping[Colour, str] = {
    "paper": "#ffffff",
    "box": "#f6f8fa",
    "ink": "#1f2328",
    "quiet": "#59636e",
    "kept": "#6a737d",
    "added": "#1a7f37",
    "removed": "#c4242d",
    "changed": "#0860c4",
    "cycle": "#9a5200",
    "forbidden": "#a8156f",
    "focus": "#0550ae",
}
DARK: Mapping[Colour, str] = {
    "paper": "#0d1117",
    "box": "#1c2128",
    "ink": "#e6edf3",
    "quiet": "#9ea7b3",
    "kept": "#868e99",
    "added": "#4ac26b",
    "removed": "#ff7b72",
    "changed": "#6cb6ff",
    "cycle": "#f0a848",
    "forbidden": "#f778ba",
    "focus": "#79c0ff",
}
# Of one colour for both: it stands out by 3:1 from white and from GitHub's dark paper alike.
BOTH: Mapping[Colour, str] = {
    "kept": "#7d8590",
    "added": "#238b45",
    "removed": "#e0453f",
    "changed": "#2f7fe0",
    "cycle": "#b8700a",
    "forbidden": "#d0408f",
}
