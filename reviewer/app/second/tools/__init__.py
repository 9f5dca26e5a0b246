"""This package holds the tools of the second reader: questions to the index that a model may ask, and no others.

They read the repository's objects through a `View` and nothing else. Whatever a model sends, the answer is text.
"""

from reviewer.app.second.tools.calling import offer_tools, use_tool
from reviewer.app.second.tools.sight import Sight

__all__ = ["Sight", "offer_tools", "use_tool"]
