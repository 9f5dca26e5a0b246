"""What became of a test: edited, merged, or gone."""

from reviewer.change.testing.pairs import pair_tests
from tests.unit.engine.samples import make_file

_HEAD = "class PrimitiveTest extends TestCase {\n"


def _method(name: str, *lines: str) -> str:
    return f"  public void {name}() {{\n" + "".join(f"    {line}\n" for line in lines) + "  }\n"


def _lose(old: str, new: str) -> list[str]:
    file = make_file(_HEAD + old + "}\n", _HEAD + new + "}\n", "src/test/java/PrimitiveTest.java", file_class="test")
    return [sited.test.name for sited in pair_tests([file]).lost]


def test_what_is_gone_does_not_take_the_place_of_what_was_edited() -> None:
    plain = ('assertEquals(false, gson.fromJson("false", boolean.class));', "boolean value = true;", "check(value);")
    array = ('assertEquals(false, gson.fromJson("[false]", boolean.class));', "boolean one = true;", "look(one, 1);")

    old = _method("testArray", *array) + _method("testPlain", *plain)

    assert _lose(old, _method("testBoolean", *plain[:2])) == ["testArray"]


def test_several_tests_become_one() -> None:
    first, second = "assertEquals(1, total(small));", "assertEquals(2, total(large));"

    old = _method("testSmall", first) + _method("testLarge", second)

    assert _lose(old, _method("testTotal", first, second)) == []
