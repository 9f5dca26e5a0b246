"""The settings: what they decide, and all of their faults at once."""

import json
import tomllib

import pytest

from reviewer.engine.policy.settings import read_policy, read_settings, render_settings_schema
from reviewer.errors import ReviewerError
from reviewer.model.finding import Waiver
from reviewer.model.policy import FileWaiver, Policy, ReaderPolicy, RulePolicy
from reviewer.model.rule import Option


def _read(*texts: str) -> Policy:
    return read_policy([read_settings(tomllib.loads(text), "reviewer.toml") for text in texts], "reviewer.toml")


def test_nothing_said_decides_nothing() -> None:
    assert _read("") == Policy()


WHOLE = """\
packs = ["house"]
fail-on = "medium"
exclude = ["gen/"]

[classes]
generated = ["*.out"]

[rules]
short = "off"

[rules.long]
status = "on"
severity = "low"
paths = ["src/"]
exclude = ["src/old/"]
options = { limit = 3, share = 0.5, words = ["a", "b"], strict = true, name = "x" }

[[waivers]]
rule = "long"
path = "src/a.py"
symbol = "A.f"
reason = "agreed"
until = 2026-03-01
"""


def test_everything_that_can_be_said() -> None:
    policy = _read(WHOLE)

    assert (policy.packs, policy.fail_on, policy.exclude) == (("house",), "medium", ("gen/",))
    assert policy.classes == {"generated": ("*.out",)}
    options: dict[str, Option] = {"limit": 3, "share": 0.5, "words": ("a", "b"), "strict": True, "name": "x"}
    assert policy.rules == {
        "short": RulePolicy("off"),
        "long": RulePolicy("on", "low", ("src/",), ("src/old/",), options),
    }
    assert type(policy.rules["long"].options["strict"]) is bool
    waiver = Waiver("long", "agreed", "2026-03-01", "reviewer.toml", 0, "src/a.py")
    assert policy.waivers == (FileWaiver(waiver, "A.f"),)


TEN_FAULTS = """\
fail_on_ = "high"
fail-on = "hihg"
exclude = "gen/"
packz = []

[classes]
tests = ["a"]

[rules]
one = "of"

[rules.two]
severty = "low"
severity = "hgh"

[[waivers]]
rule = "x"
path = "a"
reason = ""

[[waivers]]
rule = "x"
reason = "agreed"
until = "tomorrow"
"""


def test_ten_faults_are_named_at_once_each_with_its_place() -> None:
    with pytest.raises(ReviewerError) as caught:
        _read(TEN_FAULTS)
    message = caught.value.message

    assert message.startswith("the settings have 11 fault(s):\n")
    for fault in (
        "unknown key 'fail_on_' (did you mean 'fail-on'?)",
        "fail-on = 'hihg': input should be 'high', 'medium', 'low' or 'never' (did you mean 'high'?)",
        "exclude = 'gen/': input should be a valid list",
        "unknown key 'packz' (did you mean 'packs'?)",
        "classes.tests = 'tests': ",
        "rules.one.status = 'of': input should be 'on' or 'off' (did you mean 'off'?)",
        "unknown key 'rules.two.severty' (did you mean 'severity'?)",
        "rules.two.severity = 'hgh': ",
        "waivers.0.reason = '': ",
        "'waivers.1.path' is missing",
        "waivers.1.until = 'tomorrow': ",
    ):
        assert f"  reviewer.toml: {fault}" in message
    assert "(did you mean 'test'?)" in message
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["rules = 3", "classes = []", "rules.x = 3", "waivers = {}", "waivers = [3]", "rules.x.options = 3", "packs = [3]"],
)
def test_a_value_of_another_kind_is_a_fault(text: str) -> None:
    with pytest.raises(ReviewerError, match=r"the settings have 1 fault\(s\)"):
        _read(text)


@pytest.mark.parametrize("table", [3, None, [], "x"])
def test_a_table_that_is_none_is_a_fault(table: object) -> None:
    with pytest.raises(ReviewerError, match="fault"):
        read_settings(table, "pyproject.toml")  # type: ignore[arg-type] # what a user may have written


def test_later_layers_win_and_lists_add_up() -> None:
    policy = _read(
        'fail-on = "low"\nexclude = ["a"]\nrules.x = "off"\nrules.y = "off"\nclasses.test = ["t"]\n',
        'exclude = ["b"]\nrules.x = "on"\nclasses.docs = ["d"]\n',
        'fail-on = "never"\n',
    )

    assert (policy.fail_on, policy.exclude) == ("never", ("a", "b"))
    assert policy.rules == {"x": RulePolicy("on"), "y": RulePolicy("off")}
    assert policy.classes == {"test": ("t",), "docs": ("d",)}


def test_waivers_of_all_layers_hold() -> None:
    one = '[[waivers]]\nrule = "x"\npath = "a"\nreason = "agreed"\nuntil = 2026-03-01\n'

    assert [w.waiver.until for w in _read(one, one.replace("03", "04")).waivers] == ["2026-03-01", "2026-04-01"]


def test_the_schema_names_every_key() -> None:
    schema = json.loads(render_settings_schema())

    assert set(schema["properties"]) == {
        "extends",
        "packs",
        "fail-on",
        "exclude",
        "classes",
        "rules",
        "waivers",
        "layers",
        "level",
        "provenance",
        "second-reader",
    }
    assert schema["additionalProperties"] is False


def _declare(*names: str) -> str:
    return "".join(f'[[layers]]\nname = "{name}"\npaths = ["{name}/"]\n' for name in names)


def test_layers_are_judged_when_all_settings_are_together() -> None:
    assert _read(_declare("web"), _declare("store")) == Policy()

    with pytest.raises(ReviewerError, match=r"have 2 fault\(s\)") as caught:
        _read(_declare("web", "store"), _declare("web", "store"))
    assert "'layers' has 'store' 2 times" in caught.value.message
    with pytest.raises(ReviewerError, match="'layers' has 'web' alone"):
        _read(_declare("web"))


def test_signatures_of_machines_are_rows_and_add_up() -> None:
    row = {"tool": "house", "where": "trailer", "implies": "ai_assisted", "regex": "^House-AI: yes$"}
    layers = [
        read_settings({"provenance": {"signatures": [row], "reviewers": ["a[bot]"]}}, "base.toml"),
        read_settings({"provenance": {"signatures": [row | {"strength": "strong"}], "automation": ["ci"]}}, "own.toml"),
    ]
    provenance = read_policy(layers, "own.toml").provenance

    assert provenance.signatures == (row | {"strength": "medium"}, row | {"strength": "strong"})
    assert (provenance.reviewers, provenance.automation) == (("a[bot]",), ("ci",))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"where": "trailr"}, "did you mean 'trailer'?"),
        ({"implies": "ai_asisted"}, "did you mean 'ai_assisted'?"),
        ({"valu": "x"}, "did you mean 'value'?"),
        ({"regex": "(a+)+"}, "it repeats a group"),
        ({"regex": "x", "value": "x"}, "either 'value' or 'regex'"),
        ({"tool": ""}, "tool"),
    ],
)
def test_a_wrong_signature_is_a_fault(row: dict[str, str], fault: str) -> None:
    right = {"tool": "house", "where": "trailer", "implies": "ai_assisted", "regex": "^House-AI: yes$"}

    with pytest.raises(ReviewerError) as caught:
        read_settings({"provenance": {"signatures": [right | row]}}, "reviewer.toml")
    assert fault in caught.value.message


READER = """\
[second-reader]
paths = ["src/", "!src/old/"]
withhold = ["src/plan.py"]
price = { in = 2.5, out = 10 }
"""


def test_what_a_second_reader_may_be_shown() -> None:
    assert _read(READER).second_reader == ReaderPolicy(("src/", "!src/old/"), ("src/plan.py",), 2.5, 10.0)
    assert _read("[second-reader]").second_reader == ReaderPolicy()


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (['withhold = ["a"]', 'withhold = ["b"]'], ReaderPolicy(withhold=("a", "b"))),
        (['withhold = ["a"]', "withhold = []"], ReaderPolicy(withhold=("a",))),
        (['paths = ["a"]', ""], ReaderPolicy(paths=("a",))),
        (['paths = ["a"]', "paths = []"], ReaderPolicy(paths=("a",))),
        (["paths = []", 'paths = ["a"]'], ReaderPolicy(paths=("a",))),
        (['paths = ["a"]', 'paths = ["a"]'], ReaderPolicy(paths=("a",))),
        (["price = { in = 1, out = 2 }", "price = { in = 3, out = 4 }"], ReaderPolicy(dollars_in=3, dollars_out=4)),
        (["price = { in = 0, out = 0 }", 'paths = ["a"]'], ReaderPolicy(("a",), dollars_in=0, dollars_out=0)),
    ],
)
def test_a_later_file_lets_out_no_more(layers: list[str], expected: ReaderPolicy) -> None:
    assert _read(*(f"[second-reader]\n{layer}" for layer in layers)).second_reader == expected


def test_paths_that_two_files_say_differently_are_a_fault() -> None:
    layers = [f'[second-reader]\npaths = ["{name}/"]' for name in ("src", "tests")]

    with pytest.raises(ReviewerError, match=r"'second-reader\.paths' is said differently by 2 files"):
        _read(*layers)


READER_FAULTS = """\
[second-reader]
path = ["src/"]
paths = "src/"
withhold = ["!src/", "# secrets/", "", "a**b**c**d"]
model = "large"
base-url = "https://models.example"
api-key = "x"
enabled = true
price = { in = -1, inn = 2 }
"""


def test_every_fault_about_the_second_reader_is_named_at_once() -> None:
    with pytest.raises(ReviewerError) as caught:
        _read(READER_FAULTS)
    message = caught.value.message

    assert message.startswith("the settings have 13 fault(s):\n")
    for fault in (
        "unknown key 'second-reader.path' (did you mean 'paths'?)",
        "second-reader.paths = 'src/': input should be a valid list",
        "second-reader.withhold.0 = '!src/': a pattern of withhold is no empty one, no comment",
        "second-reader.withhold.1 = '# secrets/': ",
        "second-reader.withhold.2 = '': ",
        "second-reader.withhold.3 = 'a**b**c**d': ",
        "'second-reader.model' is not for a repository to say: --model says it",
        "'second-reader.base-url' is not for a repository to say: OPENAI_BASE_URL says it",
        "'second-reader.api-key' is not for a repository to say: OPENAI_API_KEY says it",
        "'second-reader.enabled' is not for a repository to say: --second-reader says it",
        "second-reader.price.in = -1: input should be greater than or equal to 0",
        "unknown key 'second-reader.price.inn' (did you mean 'in'?)",
        "'second-reader.price.out' is missing",
    ):
        assert f"  reviewer.toml: {fault}" in message


@pytest.mark.parametrize("price", ["inf", "nan", '"x"', "true"])
def test_a_price_is_a_number(price: str) -> None:
    with pytest.raises(ReviewerError, match=r"the settings have 1 fault\(s\)"):
        _read(f"[second-reader]\nprice = {{ in = {price}, out = 1 }}")
