"""This package holds how what a model handed in is checked: every quote, every sentence, every place."""

from reviewer.app.second.checking.accepting import Accepted, accept
from reviewer.app.second.checking.told import Told
from reviewer.app.second.checking.verdicts import say_why

__all__ = ["Accepted", "Told", "accept", "say_why"]
