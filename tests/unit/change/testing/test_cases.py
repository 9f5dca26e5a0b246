# ruff: noqa: E501 - a row of a table is one line

import pytest

from reviewer.change.fileclass import classify_path
from reviewer.change.syntax.languages import recognise_language
from reviewer.change.syntax.source import Source
from reviewer.change.testing.cases import find_tests
from reviewer.change.testing.skips import find_skips

TESTS = [
    ("tests/test_a.py", "def test_a():\n    pass\n\n\ndef helper():\n    pass\n", ["test_a"]),
    ("tests/test_a.py", "class TestA:\n    def test_b(self):\n        pass\n", ["TestA.test_b"]),
    ("tests/test_a.py", "class A(TestCase):\n    def testB(self):\n        pass\n", ["A.testB"]),
    ("tests/test_a.py", "@pytest.fixture\ndef test_app():\n    pass\n", []),
    ("tests/test_a.py", "def outer():\n    def test_inner():\n        pass\n", []),
    ("tests/helpers.py", "def test_connection():\n    pass\n", []),
    ("src/a.test.ts", "describe('a', () => {\n  it('b', () => {});\n});\n", ["a.b"]),
    ("src/a.test.ts", "it.each([1, 2])('is %s', (n) => { f(n); });\n", ["is %s"]),
    ("src/a.test.js", "test.skip('b', function () { f(); });\n", ["b"]),
    ("src/a.test.js", "test.describe('a', () => {\n  test('b', async () => {});\n});\n", ["a.b"]),
    ("src/a.test.tsx", "it.todo('b');\n", ["b"]),
    ("src/a.ts", "it('b', () => {});\n", []),
    ("a_test.go", "package a\n\nfunc TestA(t *testing.T) {}\nfunc TestMain(m *testing.M) {}\nfunc Testify() {}\n", ["TestA"]),
    ("a_test.go", "package a\n\nfunc (s *StoreSuite) TestB() {}\n", ["StoreSuite.TestB"]),
    ("src/test/java/ATest.java", "class ATest {\n    @Test\n    void b() {}\n    void c() {}\n}\n", ["ATest.b"]),
    ("src/test/java/ATest.java", "class ATest extends TestCase {\n    public void testB() {}\n    void helpC() {}\n    public void testD(int n) {}\n}\n", ["ATest.testB"]),
    ("src/test/java/ATest.java", "import org.junit.Test;\nclass ATest extends BaseTest {\n    public void testB() {}\n}\n", []),
    ("src/a.rs", "#[cfg(test)]\nmod tests {\n    #[tokio::test]\n    async fn b() {}\n    fn c() {}\n}\n", ["tests.b"]),
    ("tests/ATests.cs", "class ATests {\n    [Fact]\n    public void B() {}\n    public void C() {}\n}\n", ["ATests.B"]),
    ("spec/a_spec.rb", "RSpec.describe A do\n  it 'b' do\n  end\n  it { is_expected.to be }\nend\n", ["A.b", "A.is_expected.tobe"]),
    ("tests/ATest.php", "<?php\nclass ATest extends TestCase {\n  public function testB() {}\n}\n", ["ATest.testB"]),
    ("tests/ATest.php", "<?php\nit('b', function () { f(); });\n", ["b"]),
    ("src/test/kotlin/ATest.kt", "class ATest {\n    @Test\n    fun `b c`() {}\n}\n", ["ATest.b c"]),
    ("src/test/kotlin/ATest.kt", 'class A : FunSpec({\n    test("b") { f() }\n})\n', ["b"]),
    ("Tests/ATests.swift", "class ATests: XCTestCase {\n    func testB() {}\n    func c() {}\n}\n", ["ATests.testB"]),
    ("Tests/ATests.swift", "struct A {\n    @Test func b() {}\n}\n", ["A.b"]),
    ("src/test/scala/ATest.scala", 'class A extends AnyFunSuite {\n  test("b") {\n    f()\n  }\n}\n', ["b"]),
    ("src/test/scala/ATest.scala", 'class A extends Spec {\n  "a" should {\n    "b" in {\n      f()\n    }\n  }\n}\n', ["a.b"]),
    ("tests/a_test.cc", "TEST(A, B) {\n  f();\n}\n", ["A.B"]),
    ("tests/a_test.cc", 'TEST_CASE("b") {\n  f();\n}\n', ["b"]),
    ("tests/test_a.c", "static void test_b(void) {}\nint test_c(int n) { return n; }\n", ["test_b"]),
    ("tests/a.bats", '@test "b" {\n  run f\n}\n', ["b"]),
]  # fmt: skip

SKIPS = [
    ("tests/test_a.py", "@pytest.mark.skip('x')\ndef test_a():\n    pass\n", [("skip", "test_a", 1)]),
    ("tests/test_a.py", "@pytest.mark.skipif(WINDOWS, reason='x')\ndef test_a():\n    pass\n", []),
    ("tests/test_a.py", "def test_a():\n    if old:\n        pytest.skip('x')\n    f()\n", []),
    ("tests/test_a.py", "def test_a():\n    pytest.skip('x')\n", [("skip", "test_a", 2)]),
    ("tests/test_a.py", "@pytest.mark.xfail(broken, reason='x')\ndef test_a():\n    pass\n", []),
    ("src/a.test.ts", "it.only('b', () => { f(); });\n", [("only", "b", 1)]),
    ("src/a.test.ts", "it('b', { skip: true }, () => { f(); });\n", [("skip", "b", 1)]),
    ("src/a.test.ts", "test.skip(isMobile, 'no mouse');\n", []),
    ("a_test.go", 'package a\n\nfunc TestA(t *testing.T) {\n\tt.Skip("x")\n}\n', [("skip", "TestA", 4)]),
    ("spec/a_spec.rb", "it 'b' do\n  skip 'x'\nend\n", [("skip", "b", 2)]),
    ("tests/a_test.cc", "TEST(A, DISABLED_B) {\n  f();\n}\n", [("skip", "B", 1)]),
]  # fmt: skip


def read(path: str, code: str) -> Source:
    data = code.encode()
    return Source(path, data, recognise_language(path, data.split(b"\n", 1)[0]), classify_path(path))


@pytest.mark.parametrize(("path", "code", "expected"), TESTS)
def test_tests_are_found_by_the_names_a_runner_uses(path: str, code: str, expected: list[str]) -> None:
    assert [t.symbol for t in find_tests(read(path, code))] == expected


@pytest.mark.parametrize(("path", "code", "expected"), SKIPS)
def test_only_unconditional_skips_are_found(path: str, code: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(s.manner, s.name, s.line) for s in find_skips(read(path, code))] == expected


def test_tests_of_one_source_are_found_once() -> None:
    source = read("tests/test_a.py", "def test_a():\n    pass\n")
    assert find_tests(source) is find_tests(source)
