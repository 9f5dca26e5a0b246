"""What commits say of themselves: whole, in order, whatever their authors are called."""

from pathlib import Path

import pytest

from reviewer.adapters.git.repository import open_repository
from reviewer.errors import ReviewerError
from tests.adapters.repos import RepositoryBuilder, create_repository


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    builder = create_repository(tmp_path / "shop")
    builder.commit({"a.py": "1\n"}, "first\n\nKey: value")
    builder.commit({"a.py": "2\n"}, "second")
    return builder


def test_commits_come_newest_first_with_author_committer_and_message(shop: RepositoryBuilder) -> None:
    with open_repository(str(shop.directory)) as repository:
        head = repository.find("main")
        texts = list(repository.texts(head))
        later = list(repository.texts(head, texts[1].oid))

    assert [text.message for text in texts] == ["second", "first\n\nKey: value"]
    assert [text.oid for text in later] == [head]
    assert (texts[0].author_name, texts[0].author_mail) == ("Ada", "ada@example.invalid")
    assert (texts[0].committer_name, texts[0].committer_mail) == ("Ada", "ada@example.invalid")
    assert (texts[0].author_login, texts[0].when) == ("", 1_700_000_120)


def test_named_commits_come_as_they_are_named(shop: RepositoryBuilder) -> None:
    with open_repository(str(shop.directory)) as repository:
        newest, oldest = (text.oid for text in repository.texts(repository.find("HEAD")))
        named = [text.oid for text in repository.texts_of([oldest, newest])]
        none = list(repository.texts_of([]))

    assert named == [oldest, newest]
    assert none == []


@pytest.mark.parametrize("message", ["", "\n\n", "a\x01b", "a\n\n\n\nb", "change 1a2b", "\ufffd\u202e"])
@pytest.mark.parametrize(("name", "mail"), [("", ""), ("a", "change x"), ("Ada \u202e", "a@b c")])
def test_no_author_and_no_message_breaks_the_reading(
    shop: RepositoryBuilder, message: str, name: str, mail: str
) -> None:
    tree, parent = shop.run("rev-parse", "HEAD^{tree}"), shop.run("rev-parse", "HEAD")
    who = f"{name} <{mail}> 1700000500 +0000"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\n{message}"
    oid = shop.run("hash-object", "-t", "commit", "-w", "--literally", "--stdin", feed=raw.encode())
    with open_repository(str(shop.directory)) as repository:
        texts = list(repository.texts(oid))

    assert [text.oid for text in texts] == [oid, parent, shop.run("rev-parse", "HEAD~1")]
    assert texts[0].message == message.strip()


def test_a_reference_is_found_or_not(shop: RepositoryBuilder) -> None:
    shop.run("notes", "--ref=ai", "add", "-m", "x", "HEAD")
    with open_repository(str(shop.directory)) as repository:
        assert repository.find_reference("refs/notes/ai") == shop.run("rev-parse", "refs/notes/ai")
        assert repository.find_reference("refs/notes/whogitit") == ""
        assert repository.find("HEAD~1") == shop.run("rev-parse", "HEAD~1")
        with pytest.raises(ReviewerError, match="no-such"):
            repository.find("no-such")
