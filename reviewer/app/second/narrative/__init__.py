"""This package holds the paragraph that a language model may write of a weekly report, every number of it checked."""

from reviewer.app.second.narrative.writing import compose_turn, write_narrative

__all__ = ["compose_turn", "write_narrative"]
