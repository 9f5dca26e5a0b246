"""This module holds what a comment remembers, and what happens to a memory that somebody edited."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.app.action.memory import MOST_BYTES, Answer, Memory, pack_memory, unpack_memory

_TEXT = st.text(max_size=40)
_ANSWERS = st.builds(Answer, _TEXT, _TEXT, _TEXT, _TEXT, st.sampled_from(["command", "resolved", "thumbs-down"]))


@given(
    st.builds(
        Memory,
        st.just(1),
        _TEXT,
        st.lists(_ANSWERS, max_size=5).map(tuple),
        st.lists(_TEXT, max_size=5).map(tuple),
        st.lists(st.tuples(_TEXT, _TEXT), max_size=5).map(tuple),
        st.lists(_TEXT, max_size=5).map(tuple),
    )
)
def test_a_memory_comes_back_as_it_was(memory: Memory) -> None:
    assert unpack_memory(pack_memory(memory)) == memory


@pytest.mark.parametrize(
    "edited",
    [
        "",
        "x",
        "AAAA",
        "not base64!",
        "eNoDAAAAAAE",
        pack_memory(Memory())[:-4],
        pack_memory(Memory()) + "AAAA",
        "\u00e9",
    ],
)
def test_what_we_did_not_write_is_no_memory(edited: str) -> None:
    assert unpack_memory(edited) in (None, Memory())


def test_a_bomb_is_not_unpacked() -> None:
    import base64
    import zlib

    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000)).decode().rstrip("=")

    assert unpack_memory(bomb) is None


def test_too_much_is_forgotten_from_the_oldest_on() -> None:
    import hashlib

    def name(i: int) -> str:
        return hashlib.sha256(str(i).encode()).hexdigest()

    answers = tuple(Answer(name(i)[:16], "rule", "sam", name(i) * 4, "command") for i in range(500))
    packed = pack_memory(Memory(answers=answers, posted=tuple(name(i) for i in range(900))))
    kept = unpack_memory(packed)

    assert len(packed) <= MOST_BYTES
    assert kept is not None
    assert kept.answers
    assert kept.answers == answers[-len(kept.answers) :]
