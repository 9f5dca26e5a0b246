"""This module holds which findings are written beside their lines, and when they are done with."""

from dataclasses import replace

from reviewer.app.action.lines import choose_lines, find_back, find_gone, place_line
from reviewer.app.action.memory import Memory
from reviewer.app.action.standing import Conversation, Standing
from reviewer.model.finding import Waiver
from reviewer.model.forge import Remark, Talk, Thread
from tests.unit.app.action.forges import PULL
from tests.unit.app.action.reviews import PATH, find, review

FAR = [find(f"{i:016x}", 10 + 10 * i, rule=f"rule-{i}") for i in range(8)]


def _stand(*talks: tuple[str, bool, bool], posted: tuple[str, ...] = ()) -> Standing:
    conversations = []
    for fingerprint, is_resolved, is_gone in talks:
        opening = Remark(1, "reviewer", is_ours=True, body="a finding")
        thread = Thread(fingerprint, is_resolved, "reviewer" if is_resolved else "", (opening,))
        conversations.append(Conversation(thread, fingerprint, is_gone))
    return Standing(PULL, Talk("reviewer"), None, Memory(posted=posted), tuple(conversations))


def _chosen(standing: Standing, limit: int = 3) -> list[str]:
    return [finding.fingerprint for finding in choose_lines(review(*FAR), standing, limit)]


def test_three_are_written_and_the_gravest_go_first() -> None:
    low = replace(FAR[0], severity="low")

    assert _chosen(_stand()) == [f.fingerprint for f in FAR[:3]]
    assert choose_lines(review(low, *FAR[1:]), _stand())[0] == FAR[1]


def test_fewer_are_written_where_somebody_wants_fewer_and_never_more() -> None:
    assert len(_chosen(_stand(), 1)) == 1
    assert len(_chosen(_stand(), 9)) == 3


def test_the_same_finding_is_never_written_twice() -> None:
    remembered = _stand(posted=(FAR[0].fingerprint,))
    resolved = _stand((FAR[0].fingerprint, True, False))

    assert FAR[0].fingerprint not in _chosen(remembered)
    assert FAR[0].fingerprint not in _chosen(resolved)


def test_open_conversations_take_their_place() -> None:
    two = _stand((FAR[0].fingerprint, False, False), (FAR[1].fingerprint, False, False))

    assert _chosen(two) == [FAR[2].fingerprint]


def test_only_what_is_sure_on_a_changed_line_and_not_waived_is_written() -> None:
    waiver = Waiver("rule-1", "known", "", "", 0)
    doubtful = [
        replace(FAR[0], confidence="medium"),
        replace(FAR[1], waived=waiver),
        replace(FAR[2], line=500),
        replace(FAR[3], path="src/other.py"),
        replace(FAR[4], side="old", line=11),
    ]
    old = replace(FAR[5], side="old", line=10)

    assert choose_lines(review(*doubtful), _stand()) == ()
    assert choose_lines(review(old), _stand()) == (old,)


def test_a_renamed_file_is_known_by_its_new_name_on_both_sides() -> None:
    change = review().change
    renamed = replace(change, files=(replace(change.files[0], old_path="src/old.py"),))
    old = find("1" * 16, 10, path="src/old.py")

    assert place_line(replace(old, side="old"), renamed) == (PATH, 10)
    assert place_line(find("1" * 16, 10), renamed) == (PATH, 10)


def test_what_is_no_longer_found_is_gone_once() -> None:
    standing = _stand(("ffffffff", False, False), ("eeeeeeee", True, True), (FAR[0].fingerprint, False, False))

    assert [c.fingerprint for c in find_gone(review(*FAR), standing.conversations)] == ["ffffffff"]


def test_what_was_gone_may_come_back() -> None:
    standing = _stand((FAR[0].fingerprint, True, True), ("eeeeeeee", True, True), (FAR[1].fingerprint, False, False))

    assert [f for _, f in find_back(review(*FAR), standing.conversations)] == [FAR[0]]
