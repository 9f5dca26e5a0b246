"""This module holds a history in which everything happens once that makes it hard to say who reviewed what.

`tell_edges(History(World(), "acme/shop"))` returns the pull requests by name. The first word is the class of review to
which each belongs: `fresh`, `stale`, `comment`, `operator`, `ai`, `automation`, `none`; or `open`, `closed`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from tests.forge.histories import History
from tests.forge.records import PullRequest

AGENT = "copilot-swe-agent[bot]"
AI = "copilot-pull-request-reviewer[bot]"
RABBIT = "coderabbitai[bot]"
SCANNER = "sonarqubecloud[bot]"
_Edge = Callable[[History], PullRequest]
EDGES: dict[str, _Edge] = {}


def tell_edges(told: History) -> dict[str, PullRequest]:
    """Tell it all: one pull request a day from the 2nd of March 2026 on."""
    days = _count_days()
    pulls = {}
    for name, tell in EDGES.items():
        told.world.set_clock(next(days))
        pulls[name] = tell(told)
    told.push_to_main("A hotfix that nobody looked at")
    told.push_to_main("Release 1.2")
    told.say(told.open_bug("Refunds are rounded"), "It is the cents.", by="bob")
    told.world.open_issue(told.name, title="Dark mode", by="gone")
    told.world.delete_account("gone")
    return pulls


def _count_days() -> Iterator[str]:
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for number in range(100):
        yield (first + timedelta(days=number)).isoformat()


def _edge(name: str) -> Callable[[_Edge], _Edge]:
    def keep(tell: _Edge) -> _Edge:
        EDGES[name] = tell
        return tell

    return keep


@_edge("fresh")
def _(told: History) -> PullRequest:
    pull = told.open("Add refunds", lines=120)
    told.ask(pull, of="bob")
    told.ask(pull, of="payments", team=True)
    told.review(pull, by="bob", state="APPROVED", body="Read it all.", remarks=["Name this refund?"])
    told.merge(pull)
    return pull


@_edge("fresh after changes were requested")
def _(told: History) -> PullRequest:
    pull = told.open("Round cents", lines=60)
    told.review(pull, by="bob", state="CHANGES_REQUESTED", body="This loses a cent.")
    told.push(pull, "Keep the cent")
    told.ask(pull, of="bob")
    told.review(pull, by="bob", state="APPROVED")
    told.merge(pull, how="squash")
    return pull


@_edge("fresh, a draft before")
def _(told: History) -> PullRequest:
    pull = told.open("Sketch", draft=True)
    told.world.mark_draft(pull, draft=False, by="ada")
    told.world.mark_draft(pull, draft=True, by="ada")
    told.world.mark_draft(pull, draft=False, by="ada")
    told.review(pull, by="cleo", state="APPROVED")
    told.merge(pull, how="rebase")
    return pull


@_edge("fresh, through the merge queue")
def _(told: History) -> PullRequest:
    pull = told.open("Queue", messages=["One", "Two", "Three"])
    told.review(pull, by="bob", state="APPROVED")
    told.merge(pull, queued_by="cleo", how="squash")
    return pull


@_edge("fresh, merged by itself")
def _(told: History) -> PullRequest:
    pull = told.open("Auto", by="bob")
    pull.auto_merge_by = told.world.account("bob")
    told.review(pull, by="ada", state="APPROVED", body="LGTM")
    told.merge(pull, by="bob", how="rebase")
    return pull


@_edge("fresh, from a fork that is gone")
def _(told: History) -> PullRequest:
    told.fork("eve/shop")
    pull = told.open("A gift", by="eve", source="eve/shop")
    told.review(pull, by="ada", state="APPROVED")
    told.merge(pull)
    told.world.delete_repository("eve/shop")
    return pull


@_edge("fresh by somebody who is gone")
def _(told: History) -> PullRequest:
    pull = told.open("Last act")
    told.review(pull, by="gone", state="APPROVED", body="Fine, and goodbye.")
    told.merge(pull, by="gone")
    return pull


@_edge("fresh, its author is gone")
def _(told: History) -> PullRequest:
    pull = told.open("Orphan", by="gone")
    told.review(pull, by="bob", state="APPROVED")
    told.say(pull, "Thanks", by="gone")
    told.merge(pull)
    return pull


@_edge("stale, pushed after the approval")
def _(told: History) -> PullRequest:
    pull = told.open("Late push", lines=80)
    told.review(pull, by="bob", state="APPROVED")
    told.push(pull, "One more thing")
    told.merge(pull)
    return pull


@_edge("stale, only rebased after the approval")
def _(told: History) -> PullRequest:
    pull = told.open("Rebased")
    told.review(pull, by="bob", state="APPROVED")
    told.push(pull, "Change", force=True, lines=10)
    told.merge(pull)
    return pull


@_edge("comment")
def _(told: History) -> PullRequest:
    pull = told.open("Talked about")
    told.review(pull, by="bob", body="Have you thought of leap years? The third branch is never taken then.")
    told.merge(pull)
    return pull


@_edge("comment, the approval was dismissed")
def _(told: History) -> PullRequest:
    pull = told.open("Dismissed")
    review = told.review(pull, by="bob", state="APPROVED", body="Good, I read every file of it.")
    told.dismiss(review)
    told.merge(pull)
    return pull


@_edge("comment, the approval was taken back")
def _(told: History) -> PullRequest:
    pull = told.open("Second thoughts")
    told.review(pull, by="bob", state="APPROVED")
    told.review(pull, by="bob", state="CHANGES_REQUESTED", body="Wait, this breaks the export of last year.")
    told.merge(pull)
    return pull


@_edge("comment, a reply in a thread")
def _(told: History) -> PullRequest:
    pull = told.open("Threads")
    told.review(pull, by="cleo", remarks=["Why is this not in the other module?"])
    told.world.reply(pull.threads[-1], "It will be.", by="ada")
    told.merge(pull)
    return pull


@_edge("operator, known as assignee")
def _(told: History) -> PullRequest:
    pull = told.open("Fix the importer", by=AGENT, branch="copilot/fix-importer", authors=[AGENT])
    pull.assignees.append(told.world.account("ada"))
    told.review(pull, by="ada", state="APPROVED")
    told.merge(pull)
    return pull


@_edge("operator, known by a trailer")
def _(told: History) -> PullRequest:
    message = "Speed up\n\nCo-authored-by: bob <bob@example.com>"
    pull = told.open("Speed up", by=AGENT, branch="copilot/speed", messages=[message], authors=[AGENT])
    told.review(pull, by="bob", state="APPROVED")
    told.merge(pull, by="bob")
    return pull


@_edge("operator, named in the text")
def _(told: History) -> PullRequest:
    body = "PR created automatically by Jules for task 17, started by @cleo"
    pull = told.open("Types", by="google-labs-jules[bot]", body=body, authors=["google-labs-jules[bot]"])
    told.review(pull, by="cleo", state="APPROVED")
    told.merge(pull, by="cleo")
    return pull


@_edge("operator, who wrote some of it")
def _(told: History) -> PullRequest:
    pull = told.open("Paired", messages=["One", "Two"], authors=["ada", "bob"])
    told.review(pull, by="bob", state="APPROVED")
    told.merge(pull)
    return pull


@_edge("ai")
def _(told: History) -> PullRequest:
    pull = told.open("Read by a machine")
    told.review(pull, by=AI, body="Copilot reviewed 1 out of 1 changed files.", remarks=["Consider a constant."])
    told.say(pull, "<!-- walkthrough -->\nReviewing ...", by=RABBIT)
    told.world.edit(pull.comments[-1], "<!-- walkthrough -->\nActionable comments posted: 1")
    told.merge(pull)
    return pull


@_edge("automation")
def _(told: History) -> PullRequest:
    pull = told.open("Scanned")
    told.say(pull, "Quality Gate passed", by=SCANNER)
    told.say(pull, "Review skipped: rate limit exceeded.", by=RABBIT)
    told.merge(pull)
    return pull


@_edge("none")
def _(told: History) -> PullRequest:
    pull = told.open("Nobody looked", lines=300)
    told.merge(pull)
    return pull


@_edge("none, its author's own review")
def _(told: History) -> PullRequest:
    pull = told.open("Alone")
    told.review(pull, by="ada", body="Note to self: this is subtle.")
    told.merge(pull)
    return pull


@_edge("none, reviewed after the merge")
def _(told: History) -> PullRequest:
    pull = told.open("First merged, then read")
    told.merge(pull)
    told.review(pull, by="bob", state="APPROVED", body="Fine in hindsight.")
    return pull


@_edge("none, a review that was never sent")
def _(told: History) -> PullRequest:
    pull = told.open("Half a review")
    told.review(pull, by="bob", state="PENDING", body="I will say this later.")
    told.merge(pull)
    return pull


@_edge("none, the clock of its author is wrong")
def _(told: History) -> PullRequest:
    pull = told.open("From the future", when="2031-01-01T00:00:00Z")
    told.merge(pull)
    return pull


@_edge("none, a revert")
def _(told: History) -> PullRequest:
    number = next(pull.number for pull in told.repository.pulls.values() if pull.title == "Nobody looked")
    pull = told.open('Revert "Nobody looked"', body=f"Reverts acme/shop#{number}", branch=f"revert-{number}-topic")
    told.merge(pull)
    return pull


@_edge("none, a fix of a bug")
def _(told: History) -> PullRequest:
    bug = told.open_bug("Exports lose a line")
    pull = told.open("fix: keep the last line", branch="fix/export")
    pull.closes.append(bug)
    told.world.label(pull, "bug")
    told.merge(pull)
    told.world.close_issue(bug)
    return pull


@_edge("open")
def _(told: History) -> PullRequest:
    return told.open("Waiting for a week")


@_edge("open again")
def _(told: History) -> PullRequest:
    pull = told.open("Closed and opened")
    told.world.close(pull)
    pull.state, pull.closed_at = "open", None
    told.world.record(pull, "REOPENED_EVENT", by="ada")
    return pull


@_edge("closed")
def _(told: History) -> PullRequest:
    pull = told.open("Given up")
    told.world.close(pull)
    return pull
