"""This package holds how the commands are put together with the world: terminal, facts, paths, coverage, proof."""
