"""This module holds when a request is sent again: what was not done may be, what may have been done may not."""

from github.GithubRetry import GithubRetry

_LIMITED = frozenset({403, 429})


class Patience(GithubRetry):
    """Reading is tried again after any failure of the server; writing only where GitHub says that it did nothing."""

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002 - the library's shape
        """Tell whether an answer is reason to ask again; `GithubRetry` looks closer at a 403."""
        if method.upper() == "GET":
            return super().is_retry(method, status_code, has_retry_after) or status_code in _LIMITED
        return status_code in _LIMITED

    def _is_method_retryable(self, method: str) -> bool:
        """A connection that broke may have carried a write before it did."""
        return method.upper() == "GET"
