"""This package holds what earlier changes say of the lines that a change takes out: who wrote them, when, and why."""
