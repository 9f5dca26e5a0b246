"""This package holds the REST half of the fake: one function an endpoint, named by the path in GitHub's description."""

# To import them is to serve them.
import tests.forge.rest.apps
import tests.forge.rest.checks
import tests.forge.rest.issues
import tests.forge.rest.pulls
import tests.forge.rest.repositories
import tests.forge.rest.scanning  # noqa: F401
from tests.forge.rest.routing import ENDPOINTS, answer

__all__ = ["ENDPOINTS", "answer"]
