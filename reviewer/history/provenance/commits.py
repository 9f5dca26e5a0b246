"""This module holds who made a commit: what its signals add up to."""

from collections.abc import Collection, Sequence

from reviewer.history.provenance.bots import Bot, find_bot, quotes_others
from reviewer.history.provenance.signals import (
    find_author,
    find_author_signals,
    find_text_signals,
    find_trailer_signals,
    sort_signals,
)
from reviewer.history.provenance.signatures.table import Table, read_table
from reviewer.history.provenance.signatures.trailers import Trailer, is_squash, read_trailers
from reviewer.model.provenance import Class, CommitText, Confidence, Implied, LineRange, Signal, Verdict

_WEB = "noreply@github.com"
_AUTHORED: frozenset[Implied] = frozenset({"ai_authored", "ai_authored_or_review"})
_ASSISTED: frozenset[Implied] = frozenset({"ai_assisted", "ai_suggestion_accepted", "declared_ai"})
_CONFIDENT: dict[str, Confidence] = {"strong": "high", "medium": "medium", "weak": "low"}
_LESS: dict[Confidence, Confidence] = {"high": "medium", "medium": "low", "low": "low"}


def classify_commit(
    commit: CommitText, table: Table | None = None, *, alone: bool = True, lines: Sequence[LineRange] = ()
) -> Verdict:
    """Say who made a commit.

    `alone` tells that it is all that is known: one that lists the commits of a pull request then is a mixture. Give
    False for the commits of a pull request. `lines` are what a tool noted of its lines.
    """
    table = table or read_table()
    trailers = read_trailers(commit.message)
    author = find_author(commit)
    own = "" if quotes_others(author, table) else commit.message
    signals = sort_signals(
        [
            *find_author_signals(commit, table),
            *find_trailer_signals(trailers, table),
            *find_text_signals(own.partition("\n")[0], table, "subject", called="the subject"),
            *find_text_signals(own, table, "body", called="the message"),
            *_read_lines(lines),
        ]
    )
    bot, confidence, sign = find_bot(author, table, commit.author_name)
    if not is_ai(signals):
        return judge_rest(signals, bot, confidence, sign)
    by_agent = any(signal.where.startswith("the author") for signal in signals if signal.implies in _AUTHORED)
    if alone and not by_agent and _is_mixture(commit, trailers, signals):
        return build_verdict("mixed", signals, is_share_known=False)
    authored = bool(find_deciding(signals, _AUTHORED))
    return build_verdict("ai_authored" if authored or bot else "ai_assisted", signals)


def is_ai(signals: Collection[Signal]) -> bool:
    """Tell whether some signals say that a machine took part; what is weak never decides."""
    return bool(find_deciding(signals, _AUTHORED | _ASSISTED))


def find_deciding(signals: Collection[Signal], implied: Collection[str]) -> list[Signal]:
    """Return the signals that say one of some things and are not weak."""
    return [signal for signal in signals if signal.implies in implied and signal.strength != "weak"]


def build_verdict(cls: Class, signals: Sequence[Signal], *, is_share_known: bool = True) -> Verdict:
    """Return the verdict for a class that a machine took part in: as sure as its strongest signal.

    A signal of another kind lowers that: the author's word that no machine did.
    """
    decisive = find_deciding(signals, _AUTHORED if cls in ("ai_authored", "fully_synthetic") else _AUTHORED | _ASSISTED)
    strengths = [signal.strength for signal in decisive or find_deciding(signals, _AUTHORED | _ASSISTED)]
    confidence = _CONFIDENT["strong" if "strong" in strengths else "medium"]
    denied = any(signal.implies == "declared_human" for signal in signals)
    declared = any(signal.implies == "declared_ai" for signal in signals)
    return Verdict(
        cls,
        _LESS[confidence] if denied else confidence,
        tuple(signals),
        is_lower_bound=cls in ("ai_assisted", "mixed"),
        declared="human" if denied else "ai" if declared else "",
        is_share_known=is_share_known,
    )


def judge_rest(signals: Sequence[Signal], bot: Bot, confidence: Confidence, sign: Signal | None) -> Verdict:
    """Return the verdict where nothing says that a machine took part: a bot, or a person as far as anybody can tell."""
    if bot:
        return Verdict(bot, confidence, (*((sign,) if sign else ()), *signals), is_lower_bound=False)
    words = [signal for signal in signals if signal.implies == "declared_human"]
    sure = _CONFIDENT[words[0].strength] if words else "low"
    return Verdict("human_or_undeclared", sure, tuple(signals), declared="human" if words else "")


def _is_mixture(commit: CommitText, trailers: Sequence[Trailer], signals: Collection[Signal]) -> bool:
    """Tell whether people and machines stand in one commit so that their shares are unknown.

    GitHub moves every author of a pull request into the commit that squashes it.
    """
    if is_squash(commit.message, on_the_web=commit.committer_mail.lower() == _WEB):
        return True
    signed = {signal.what for signal in signals}
    others = {t.mail for t in trailers if t.key == "co-authored-by" and t.mail and t.line[:159] not in _starts(signed)}
    agents = [t for t in trailers if t.key == "co-authored-by" and t.line[:159] in _starts(signed)]
    return bool(others - {commit.author_mail.lower()}) and bool(agents)


def _starts(words: Collection[str]) -> set[str]:
    return {word[:159] for word in words}


def _read_lines(lines: Sequence[LineRange]) -> list[Signal]:
    """Return what the noted lines of a commit say: who wrote most of them."""
    counts = dict.fromkeys(("human", "ai", "mixed", "unknown"), 0)
    for noted in lines:
        counts[noted.kind] += noted.last - noted.first + 1
    made = counts["ai"] + counts["mixed"]
    if not made and not counts["human"]:
        return []
    tool = next((noted.tool for noted in lines if noted.tool), "")
    implied: Implied = "declared_human" if not made else "ai_authored" if made > counts["human"] else "ai_assisted"
    words = f"lines by a machine: {counts['ai']}, mixed: {counts['mixed']}, by a person: {counts['human']}"
    return [Signal(tool, "a note on lines", words, implied, "strong", lines[0].source)]
