import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from reviewer.model.finding import Related, Skip, Waiver
from reviewer.model.review import Factor, Review, WaiverState
from reviewer.render.markdown import LIMIT, render_markdown
from reviewer.render.markdown.sections import MARKED

from .hostile import LINKS
from .sample import EMPTY, HOSTILE, PULL, SAMPLE, TRICK, find
from .strategies import read_reviews, unhurried

calm = unhurried(150)
ROOT = Path(__file__).parents[3]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
OURS = re.compile(r"</?(?:details|summary|code)>|<br>|<span>\$</span>")


def outside_code(markdown: str) -> str:
    """Return what Markdown does not show as code. Code spans end at a run of the same length (CommonMark 6.1)."""
    without_blocks = re.sub(r"^(`{3,})\n.*\n\1$", "", markdown, flags=re.MULTILINE)
    # What is escaped opens nothing, and a run that nothing closes is passed over whole.
    spans = r"(\\[^\n])|(`+)(?!`).*?(?<!`)\2(?!`)|(`+)"
    return re.sub(spans, lambda match: match[1] or match[3] or "", without_blocks)


def test_nothing_to_say_is_one_line() -> None:
    assert render_markdown(replace(EMPTY, notes=())) == "### Nothing to object to in 4 files, +6 -4\n"


def test_the_order_is_that_in_which_it_is_needed() -> None:
    text = render_markdown(PULL)
    told = (
        "### 8 findings", "**Level:**", "**Read these", "**Answer these 5 findings first**", "What tests would",
        "**Shape:**", "**Provenance:**", "3 more findings", "Skim 250", "2 findings waived", "About this review",
        "4 places not looked at</summary>",
    )  # fmt: skip
    places = [text.index(part) for part in told]
    assert places == sorted(places)


def test_what_machines_helped_is_told_once() -> None:
    assert render_markdown(PULL).count("written with Claude") == 1
    # The sentence is written where the commits are read; this is where it is looked for.
    assert f'"{MARKED}' in (ROOT / "reviewer" / "app" / "checking" / "surroundings.py").read_text(encoding="utf-8")


def test_what_was_dismissed_on_the_pull_request_says_so_in_place_of_a_place() -> None:
    dismissed = Waiver("a", "ann: no matter", "", "", 0)
    review = replace(
        EMPTY, findings=(replace(find("a", "a.py", 1), waived=dismissed),), waivers=(("added", dismissed),)
    )
    text = render_markdown(review)
    assert "- dismissed on the pull request: `a.py:1`, `a`: ann: no matter\n" in text
    assert "- waiver added: `a`: ann: no matter (dismissed on the pull request)\n" in text
    assert ":0" not in text


def test_the_title_of_the_waivers_counts_what_there_is() -> None:
    waiver: tuple[WaiverState, Waiver] = ("added", Waiver("a", "b", "", "w.toml", 1))
    assert "<summary>1 waiver to look at</summary>" in render_markdown(replace(EMPTY, waivers=(waiver,)))
    assert "<summary>2 findings waived</summary>" in render_markdown(replace(PULL, waivers=()))


def test_code_in_a_table_is_code() -> None:
    span = replace(PULL.plan.spans[0], factors=(Factor("x", 3, "it uses `a | b`, new in 1a2b3c4"),))
    text = render_markdown(replace(PULL, plan=replace(PULL.plan, spans=(span,))))
    assert "| it uses <code>a &#124; b</code>, new in <code>1a2b3c&#8203;4</code> (+3) |\n" in text


def test_only_a_forge_gets_ids_and_links() -> None:
    assert "](" not in render_markdown(PULL)
    assert "0a3f9c1e" not in render_markdown(PULL)
    text = render_markdown(PULL, links=LINKS)
    assert all(f"`{finding.fingerprint[:8]}`" in text for finding in PULL.findings if finding.waived is None)


def test_what_is_short_gets_room_before_what_is_long() -> None:
    row = PULL.evidence[0]
    text = render_markdown(replace(PULL, evidence=(row,) * 99), limit=4_500)
    assert len(text.encode()) <= 4_500
    assert text.count("**Ask:**") == 2
    assert "4 places not looked at</summary>" in text
    assert "changed functions, " in text.rsplit("also lists", 1)[1]


def test_what_is_not_shown_is_folded_and_all_writes_it_out() -> None:
    folded = "<summary>3 more findings: 1 high, 1 medium, 1 low</summary>"
    assert folded in render_markdown(SAMPLE)
    everything = render_markdown(SAMPLE, show_all=True)
    assert folded not in everything
    assert everything.count("   **Ask:**") == 3
    assert "**Answer these 8 findings**" in everything
    assert "- `web/cart.cob`: no grammar for COBOL" in everything
    assert "- `fix-of-fix`: the clone is shallow: 3 commits of history" in everything


def test_few_related_places_are_listed_and_the_others_counted() -> None:
    related = tuple(Related(f"{i}.py", 1, 1, "", "") for i in range(12))
    text = render_markdown(replace(EMPTY, findings=(replace(find("a", "a.py", 1), related=related),)))
    assert "   - `9.py:1`\n   - and 2 other places\n" in text


def test_too_much_is_cut_below_the_limit_and_what_is_missing_is_said() -> None:
    findings = tuple(find("a", f"{i}.py", 1, message="word " * 100) for i in range(400))
    skips = tuple(Skip(f"{i}.x", "*", "why " * 30) for i in range(400))
    text = render_markdown(replace(SAMPLE, findings=findings, skips=skips), show_all=True)
    assert LIMIT - 2_000 < len(text.encode()) <= LIMIT
    shown = text.count("**Medium** ·")
    assert 50 < shown < 400
    assert f"Cut at GitHub's limit. `reviewer check --all` also lists {400 - shown} findings, " in text
    assert text.endswith("400 places not looked at.\n")


def test_one_long_text_does_not_push_out_the_others() -> None:
    findings = (find("a", "a.py", 1, "high", message="long " * 50_000), find("b", "b.py", 1, message="short"))
    text = render_markdown(replace(EMPTY, findings=findings))
    assert "\n\n   short" in text
    assert "Cut at" not in text


def test_a_hostile_review_shows_no_markup_of_its_own() -> None:
    text = outside_code(render_markdown(HOSTILE))
    assert "alert(1)" in text
    for live in ("<script", "![", "@team", " #12", "GH-7", "http://", "www.", "\n- [ ]", "\n# h", "$x$"):
        assert live not in text
    assert not re.search(r"<|(?<!\\)\]\(", OURS.sub("", text))


def test_a_table_row_has_as_many_cells_as_the_head() -> None:
    rows = [line for line in render_markdown(HOSTILE).split("\n") if line.startswith("|")]
    assert [row.count("|") for row in rows] == [4] * 6


@calm
@given(read_reviews)
def test_any_review_is_within_the_limit_and_without_live_text(review: Review) -> None:
    for show_all in (False, True):
        text = render_markdown(review, show_all=show_all)
        assert len(text.encode()) <= LIMIT
        assert not CONTROL.search(text)
        prose = outside_code(text)
        assert prose.count("<details>") == prose.count("\n</details>")
        assert not re.search(r"<|@\w|(?<!&)#\w|://", OURS.sub("", prose))


def test_many_long_texts_stay_within_the_limit() -> None:
    long = TRICK * 20
    skips = tuple(Skip(f"{i}{long}", long, f"{i}{long}") for i in range(40))
    review = replace(HOSTILE, notes=(long,) * 9, skips=skips, findings=HOSTILE.findings * 9)
    for show_all in (False, True):
        assert LIMIT // 2 < len(render_markdown(review, show_all=show_all).encode()) <= LIMIT


def test_on_a_forge_the_weak_evidence_is_shown_and_the_rest_counted() -> None:
    first = SAMPLE.evidence[0]
    weak = tuple(replace(first, strength="not seen", line=i, symbol=f"weak_{i}") for i in range(1, 11))
    fine = tuple(replace(first, strength="reached", line=i, symbol=f"fine_{i}") for i in range(1, 31))
    review = replace(SAMPLE, evidence=(*weak, *fine))
    forge, plain = render_markdown(review, links=LINKS), render_markdown(review)

    assert all(row.symbol.replace("_", "\\_") in forge for row in weak)
    assert "fine" not in forge
    assert "| and 30 more | 30 reached | |" in forge
    assert "fine\\_30" in plain
