"""What is blacked out: every form of the table, whatever stands around it, and nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.app.second.privacy.discretion import choose_discretion
from reviewer.app.second.privacy.tables import read_table
from reviewer.model.policy import ReaderPolicy

FORMS = read_table("forms")
# Every literal here is written in two pieces, so that no scanner takes this file for a leak.
RANDOM = "q7Zp2Lw9" + "Xv4Kd8Tr1Bn6"
KEY_LINES = ["MIIEpAIBAAKCAQEA" + "b7Xq" * 12, "Zk3vP9" * 10 + "aQ4=", "kD8w" * 16, "pL5sYw=="]
BEGIN, END = "-----BEGIN RSA PRIV" + "ATE KEY-----", "-----END RSA PRIV" + "ATE KEY-----"

_BREAKS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_characters = st.characters(codec="utf-8") | st.sampled_from('\n\n \t"=:<>_-')
_texts = st.text(_characters, max_size=60)
_pieces = st.sampled_from(
    [*("".join(row["match"]) for row in FORMS), f'secret = "{RANDOM}"', "<redacted:jwt>", BEGIN, END]
)


def _redact(text: str, *secrets: str) -> str:
    return choose_discretion(ReaderPolicy(), secrets).redact(text)


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row["name"])
def test_the_example_of_a_form_is_blacked_out_and_the_other_is_not(row: dict[str, str]) -> None:
    secret = "".join(row["match"])

    redacted = _redact(f"before {secret} after\n")
    assert f"<redacted:{row['name']}>" in redacted
    assert secret not in redacted
    assert redacted.startswith("before ")
    assert redacted.endswith(" after\n")
    assert _redact(row["passes"]) == row["passes"]


def test_every_form_has_a_source_and_examples() -> None:
    assert [row["name"] for row in FORMS if not (row["match"] and row["passes"] and row["source"])] == []
    assert len({row["name"] for row in FORMS}) > 30


_around = st.tuples(_texts.map("{} ".format), _texts.map(" {}".format)) | st.sampled_from(
    [
        ("\\n", "\\n"),
        ("token%20", "&x=1"),
        ('"', '"'),
        ("\\u0022", "\\u0022"),
        ("", ""),
        ("(", ")"),
        ("=", ";"),
        ("/", "/"),
    ]
)


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row["name"])
@given(around=_around)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_a_secret_anywhere_in_a_text_does_not_survive(row: dict[str, str], around: tuple[str, str]) -> None:
    secret = "".join(row["match"])

    assert secret not in _redact(around[0] + secret + around[1])


@given(parts=st.lists(_texts | _pieces, max_size=8))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_redacting_again_changes_nothing_and_no_line_moves(parts: list[str]) -> None:
    text = "".join(parts)
    once = _redact(text)

    assert _redact(once) == once
    assert _BREAKS.findall(once) == _BREAKS.findall(text)


@given(words=st.lists(st.sampled_from(["token", "password", "=", '"', "name", "sk-", "://", "key", ":", "\n", " "])))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_text_without_secrets_stays(words: list[str]) -> None:
    text = "".join(words)

    assert _redact(text) == text


@given(before=st.text(max_size=20), secret=st.text(st.characters(codec="utf-8"), min_size=8, max_size=40))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_known_secret_does_not_survive(before: str, secret: str) -> None:
    known = secret.strip()

    if len(known) >= 8 and "<redacted:" not in known and known not in "<redacted:known-secret>":
        assert known not in _redact(f"{before}{known} after", secret)


@pytest.mark.parametrize(
    "line",
    [
        'password = "{}"',
        "PASSWORD='{}'",
        'const apiKey: string = "{}";',
        '"client_secret": "{}",',
        'self.auth_token = b"{}"',
        'os.environ.get("API_KEY", "{}")',
        'setSecret("{}")',
        "DB_PASSWORD={}",
        "  password: {}",
        "x-api-key: {}",
        "<password>{}</password>",
        '{{\\"access_token\\": \\"{}\\"}}',
        "https://shop.example/x?token={}&y=1",
        'if token == "{}":',
        '"token" => "{}",',
        'private_key := "{}"',
        'token: str | None = "{}"',
    ],
)
def test_a_literal_that_looks_random_is_blacked_out_under_the_name_of_a_secret(line: str) -> None:
    assert _redact(line.format(RANDOM)) == line.format("<redacted:assigned-secret>")


@pytest.mark.parametrize(
    "line",
    [
        'password = "changeme-please-1"',
        'password = "${DATABASE_PASSWORD_1}"',
        'secret = "xxxxxxxxxxxxxxxxxxxx"',
        'token = "your-access-token-2024"',
        'api_key = "<your api key 12>"',
        'secret = "correct-horse-battery-staple"',
        'secret_path = "/run/secrets/db_9Xq2"',
        'token_url = "https://auth.example/v2/token"',
        'page_token = "CAUQAA9xKq31ZzPw8Lt"',
        'public_api_key = "q7Zp2Lw9Xv4Kd8Tr1Bn6"',
        'password_hash = "5f4dcc3b5aa765d61d8327deb882cf99"',
        "token = get_token_from_header2(request)",
        "secret = settings.SECRET_KEY_BASE_V2",
        'password = "hunter2"',
        'tokenizer = "cl100k_base_v2_X9"',
        'commit = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"',
        '"integrity": "sha512-q7Zp2Lw9Xv4Kd8Tr1Bn6q7Zp2Lw9Xv4Kd8Tr1Bn6=="',
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "assert secret in text, passwords and tokens",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert _redact(line) == line


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (["a = 1", BEGIN, *KEY_LINES, END, "b = 2"], 1),
        (["a = 1", BEGIN, *KEY_LINES[:2]], 0),
        (["a = 1", *KEY_LINES, END, "b = 2"], 1),
        (["a = 1", f'    "{BEGIN}\\n"', *(f'    "{line}\\n"' for line in KEY_LINES), f'    "{END}\\n"', "b = 2"], 1),
        (["+a = 1", f"+{BEGIN}", *(f"+{line}" for line in KEY_LINES), f"+{END}", " b = 2"], 1),
        (
            ["1 | a", f"2 | {BEGIN}", *(f"{n} | {line}" for n, line in enumerate(KEY_LINES, 3)), f"7 | {END}", "8 | b"],
            1,
        ),
        (["a = 1", BEGIN, "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,0123", "", *KEY_LINES, END, "b"], 1),
    ],
)
def test_a_private_key_goes_as_a_whole_and_its_lines_stay(lines: list[str], after: int) -> None:
    redacted = _redact("\n".join(lines)).split("\n")

    assert len(redacted) == len(lines)
    assert redacted.count("<redacted:private-key>") >= 2
    assert redacted[0] == lines[0]
    assert redacted[len(lines) - after :] == lines[len(lines) - after :]
    assert [line for line in KEY_LINES if line in "\n".join(redacted)] == []


def test_one_line_in_one_string_is_a_private_key_as_well() -> None:
    text = '{"private_key": "' + "\\n".join([BEGIN, *KEY_LINES, END]) + '\\n"}'

    assert re.sub(r"\\n", "", _redact(text)) == '{"private_key": "<redacted:private-key>"}'


def test_the_words_around_a_private_key_are_none() -> None:
    text = f"BEGIN = '{BEGIN}'\nEND = '{END}'\nif text.startswith(BEGIN):\n    return read_private_key(text)\n"

    assert _redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "s3cr3t/Pass+word",
        "s3cr3t%2FPass%2Bword",
        "s3cr3t%2fPass%2bword",
        "dXNlcjpzM2NyM3QvUGFzcyt3b3Jk",  # base64 of user:s3cr3t/Pass+word
        "YTpzM2NyM3QvUGFzcyt3b3Jk",  # base64 of a:s3cr3t/Pass+word
        "eDp4OnMzY3IzdC9QYXNzK3dvcmQ=",  # base64 of x:x:s3cr3t/Pass+word
        "733363723374" + "2f506173732b776f7264",  # in hexadecimal
    ],
)
def test_a_known_secret_is_seen_in_other_spellings(text: str) -> None:
    redacted = _redact(f"<{text}>", "s3cr3t/Pass+word")

    assert "<redacted:known-secret>" in redacted
    assert len(redacted) - len("<redacted:known-secret>") < 20


def test_a_known_secret_of_several_lines_is_seen_line_by_line() -> None:
    secret = "\n".join(["first line of the secret", "and the second line of it"])

    assert _redact("x and the second line of it y", secret) == "x <redacted:known-secret> y"
    assert _redact(f"x {secret} y", secret) == "x <redacted:known-secret>\n<redacted:known-secret> y"


def test_a_known_secret_that_is_too_short_is_left() -> None:
    assert _redact("the short one", "short", " short1 ") == "the short one"


def test_lines_alone_are_redacted_as_they_are_together() -> None:
    lines = [f"a = {''.join(row['match'])}" for row in FORMS if "\n" not in "".join(row["match"])]
    lines += [f'token = "{RANDOM}"', "nothing = 1"]

    assert _redact("\n".join(lines)).split("\n") == [_redact(line) for line in lines]


def test_the_table_itself_holds_no_secret() -> None:
    text = repr(FORMS)

    assert _redact(text) == text
