"""Names and texts that say of themselves that the data is invented."""

import pytest

from reviewer.detectors.fallbacks.invented import names_invention, says_invention


@pytest.mark.parametrize(
    ("name", "invented"),
    [
        ("mockUsers", True),
        ("MOCK_ORDERS", True),
        ("sample_data", True),
        ("getFakeResponse", True),
        ("dummyItems", True),
        ("sampleRate", False),
        ("Dummy", False),
        ("isMockData", False),
        ("use_fake_data", False),
        ("placeholder", False),
        ("smock", False),
        ("_", False),
    ],
)
def test_a_name_says_that_data_is_invented(name: str, invented: bool) -> None:  # noqa: FBT001 - a column
    assert names_invention(name) is invented


@pytest.mark.parametrize(
    ("comment", "invented"),
    [
        ("# return mock data for now", True),
        ("// hard-coded list of results", False),
        ("// hardcoded values", True),
        ("/* Simulated response */", True),
        ("# take a sample of the rows", False),
        ("# mocked in the tests", False),
    ],
)
def test_a_comment_says_that_data_is_invented(comment: str, invented: bool) -> None:  # noqa: FBT001 - a column
    assert says_invention(comment) is invented
