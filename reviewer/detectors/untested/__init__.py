"""This package holds what rules about missing tests ask: whether tests were touched, and where there are any."""
