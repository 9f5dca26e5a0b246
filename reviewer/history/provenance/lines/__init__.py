"""This package holds what tools note of single lines: git-ai, Agent Trace, whogitit, SourceTrace."""
