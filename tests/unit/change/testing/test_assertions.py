import pytest

from reviewer.change.syntax.languages import LANGUAGES
from reviewer.change.syntax.source import Source
from reviewer.change.testing.assertions import find_assertions
from reviewer.change.testing.checks import read_check, split_calls

STRENGTHS = [
    ("python", "assert total == 42", ["exact"]),
    ("python", "assert total is not None", ["weak"]),
    ("python", "assert isinstance(total, int)", ["weak"]),
    ("python", "assert len(rows) > 0", ["weak"]),
    ("python", "assert total is not None and total == 42", ["exact"]),
    ("python", "assert True", ["tautology"]),
    ("python", "assert total == total", ["tautology"]),
    ("python", "assert found or True", ["tautology"]),
    ("python", "assert shell in (a or 'b')", ["exact"]),
    ("python", "store.put.assert_called_once_with(1)", ["mock"]),
    ("python", "assert store.put.call_count == 1", ["mock"]),
    ("python", "self.assertEqual(a, b)", ["exact"]),
    ("python", "self.assertTrue(a is not None)", ["weak"]),
    ("python", "with pytest.raises(ValueError):\n    f()", ["exact"]),
    ("python", "verify_order(order)", ["helper"]),
    ("python", "order.save()", []),
    ("typescript", "expect(total).toBe(42);", ["exact"]),
    ("typescript", "expect(total).toBeDefined();", ["weak"]),
    ("typescript", "expect(total).toBeTruthy();", ["weak"]),
    ("typescript", "expect(isOpen(order)).toBeTruthy();", ["exact"]),
    ("typescript", "expect(true).toBe(true);", ["tautology"]),
    ("typescript", "expect(put).toHaveBeenCalledWith(1);", ["mock"]),
    ("typescript", "expect(screen.getByText('a')).toBeDefined();", ["exact"]),
    ("typescript", "await waitFor(() => expect(a).toBe(1));", ["exact"]),
    ("typescript", "await page.getByRole('button').click();", ["implicit"]),
    ("typescript", "'a'.match(/b/); store.put(1);", []),
    ("go", 'package a\nfunc f(t *testing.T) { if got != want { t.Errorf("x") } }', ["exact"]),
    ("go", "package a\nfunc f(t *testing.T) { if err != nil { t.Fatal(err) } }", ["weak"]),
    ("go", "package a\nfunc f(t *testing.T) { require.Equal(t, 1, n) }", ["exact"]),
    ("go", "package a\nfunc f(t *testing.T) { require.NoError(t, err) }", ["weak"]),
    ("go", "package a\nfunc f(t *testing.T) { suite.Run(t, new(S)) }", ["helper"]),
    ("go", "package a\nfunc f() string { return err.Error() }", []),
    ("java", "class A { void f() { assertEquals(1, n); } }", ["exact"]),
    ("java", "class A { void f() { assertNotNull(n); } }", ["weak"]),
    ("java", "class A { void f() { assertNotNull(error); } }", ["exact"]),
    ("java", "class A { void f() { verify(store).put(1); } }", ["mock"]),
    ("java", "class A { void f() { assertThat(n).isEqualTo(1); } }", ["exact"]),
    ("java", "class A { void f() { assertThat(n).isNotNull(); } }", ["weak"]),
    ("java", "class A { void f() { assertThatThrownBy(() -> g()).isInstanceOf(E.class); } }", ["exact"]),
    ("typescript", "expect(error).toBeInstanceOf(NotFound);", ["exact"]),
    ("java", "class A { byte[] f() { return s.getBytes(UTF_8); } }", []),
    ("rust", "fn f() { assert_eq!(1, n); }", ["exact"]),
    ("rust", "fn f() { assert!(n.is_some()); }", ["weak"]),
    ("rust", "fn f() { n.unwrap(); }", ["implicit"]),
    ("csharp", "class A { void F() { Assert.Equal(1, n); } }", ["exact"]),
    ("csharp", "class A { void F() { n.Should().NotBeNull(); } }", ["weak"]),
    ("csharp", "class A { async Task F() { await Should.ThrowAsync<E>(() => g()); } }", ["exact"]),
    ("ruby", "expect(total).to eq(42)", ["exact"]),
    ("ruby", "expect(total).not_to be_nil", ["weak"]),
    ("ruby", "is_expected.to be(true)", ["exact"]),
    ("php", "<?php $this->assertSame(1, $n);", ["exact"]),
    ("php", "<?php $this->assertTrue(true);", ["tautology"]),
    ("kotlin", "fun f() { n shouldBe 1 }", ["exact"]),
    ("kotlin", "fun f() { assertNotNull(n) }", ["weak"]),
    ("swift", "func f() { XCTAssertEqual(n, 1) }", ["exact"]),
    ("swift", "func f() { #expect(n == 1) }", ["exact"]),
    ("scala", "object A { def f() = { n shouldBe 1 } }", ["exact"]),
    ("cpp", "void f() { EXPECT_EQ(1, n); }", ["exact"]),
    ("c", "void f(void) { TEST_ASSERT_EQUAL(1, n); }", ["exact"]),
    ("bash", "f() { [ $n = 1 ]; }", ["exact"]),
]

CHECKS = [
    ("python", "assert total == 42", ("equal", ("total", "42"))),
    ("python", "assert total is not None", ("exists", ("total",))),
    ("python", "assert 'a' in names", ("contains", ("'a'", "names"))),
    ("typescript", "expect(total).toBe(42)", ("equal", ("total", "42"))),
    ("typescript", "expect(total).toBeTruthy()", ("truth", ("total",))),
    ("typescript", "expect(names).toContain('a')", ("contains", ("names", "'a'"))),
    ("java", "class A { void f() { assertEquals(42, total()); } }", ("equal", ("42", "total()"))),
    ("go", "package a\nfunc f() { require.Equal(t, 42, total) }", ("equal", ("42", "total"))),
    ("rust", "fn f() { assert_eq!(total(&cart), 42); }", ("equal", ("total(&cart)", "42"))),
    ("ruby", "expect(total).to eq(42)", ("equal", ("total", "42"))),
    ("java", "class A { void f() { assertThat(n).isEqualTo(1); } }", ("equal", ("n", "1"))),
    ("rust", "fn f() { assert!(n == 1); }", ("equal", ("n", "1"))),
    ("swift", "func f() { XCTAssertTrue(n > 1) }", ("order", ("n", "1"))),
]


def read(language: str, code: str) -> Source:
    return Source(f"tests/test_a{LANGUAGES[language].suffixes[0]}", code.encode(), language, "test")


@pytest.mark.parametrize(("language", "code", "expected"), STRENGTHS)
def test_assertions_are_judged_by_what_they_would_notice(language: str, code: str, expected: list[str]) -> None:
    source = read(language, code)
    assert [a.strength for a in find_assertions(source, source.root)] == expected


@pytest.mark.parametrize(("language", "code", "expected"), CHECKS)
def test_checks_are_taken_apart(language: str, code: str, expected: tuple[str, tuple[str, ...]]) -> None:
    source = read(language, code)
    check = read_check(source, find_assertions(source, source.root)[0])
    assert (check.relation, check.operands) == expected


def test_nested_arguments_stay_whole() -> None:
    assert split_calls("a(b(c,d),'e,f').g()") == [("a", ["b(c,d)", "'e,f'"]), (".g", [])]
