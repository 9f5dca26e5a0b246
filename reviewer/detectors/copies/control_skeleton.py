"""This module holds what a piece of code does with control, whatever form it is written in."""

from collections.abc import Iterable

# By what normalised tokens say: a comprehension, a chain of `map` and `filter` and a loop are one thing.
_KINDS = {
    word: kind
    for kind, words in {
        "loop": "for for( foreach foreach( while while( until loop "
        ".map( .filter( .forEach( .flatMap( .filterMap( .filter_map( .flat_map( "
        ".each( .reduce( .fold( .some( .every( .find( .findIndex( .iter( .into_iter( .stream( .each_with_object( "
        ".select( "
        "map( filter( any( all( sum( .any( .all( .Select( .Where( .Any( .All( .collect( .forEachOrdered( .mapNotNull( "
        "fromEntries( .fromEntries( .entries( .removeIf( .retain( .find_map( .fold( array_map( array_filter( .indices",
        "raise": "raise throw throws panic( panic!( Err( .ok_or( .ok_or_else( bail!( .Errorf( Errorf( errors.New( "
        ".New( "
        "abort( fatalError( error( anyhow!( .orElseThrow(",
        "wait": "await async suspend .await",
        "start": "go spawn( .spawn( defer",
        "yield": "yield",
    }.items()
    for word in words.split()
}


def controls_of(tokens: Iterable[str]) -> frozenset[str]:
    """Return what normalised tokens (see `Shape`) do with control: `loop`, `raise`, `wait`, `start`, `yield`."""
    return frozenset(kind for token in tokens if (kind := _KINDS.get(token)))


def are_compatible(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether two pieces of code may do the same: a generator may stand for a loop, but waiting is a contract."""
    return not (first ^ second) - {"yield"}
