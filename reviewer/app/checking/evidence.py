"""This module holds what speaks for the functions of a change: tests that reach them, and proof if asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewer.index.view import View
from reviewer.model.evidence import Evidence, Mutant, Strength
from reviewer.model.finding import Skip
from reviewer.risk.evidence import order_evidence, pick_functions

if TYPE_CHECKING:
    from reviewer.app.proof.prove import Proof


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence in the order of the review, what was not looked at, and what a reader should know about it."""

    evidence: tuple[Evidence, ...]
    skips: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()


def gather_evidence(
    view: View, proof: "Proof | None", holds: Callable[[str], bool], tell: Callable[[str], None]
) -> Gathered:
    """Look up the changed functions of some paths in the tests; plant faults where the user asked for that."""
    tell("looking for tests of what changed")
    functions, left_out = pick_functions(view, holds)
    found = {function: view.evidence_of(function) for function in functions}
    notes: tuple[str, ...] = ()
    if proof is not None:
        from reviewer.app.proof.prove import prove_change

        proved = prove_change(view, proof, holds, tell)
        notes = proved.notes
        for function, mutants in proved.mutants.items():
            evidence = found.get(function) or view.evidence_of(function)
            found[function] = replace(evidence, mutants=mutants, strength=_judge(evidence.strength, mutants))
    skips = (
        (Skip("", "*", f"{left_out} smaller changed functions were not looked up in the tests"),) if left_out else ()
    )
    return Gathered(order_evidence(found.values()), skips, notes)


def _judge(strength: Strength, mutants: tuple[Mutant, ...]) -> Strength:
    """One planted fault that nobody noticed says more than all that is known without running."""
    outcomes = {mutant.outcome for mutant in mutants}
    if "survived" in outcomes:
        return "survived"
    return "proved" if "noticed" in outcomes else strength
