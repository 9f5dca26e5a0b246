"""This package holds which functions of a change behave differently after it, and what that is judged by."""

from reviewer.change.behaviour.functions import ChangedFunction, find_added_functions, find_changed_functions

__all__ = ["ChangedFunction", "find_added_functions", "find_changed_functions"]
