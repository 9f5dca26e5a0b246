"""This package holds the parts of a check: policy, scope, what surrounds a change, evidence."""
