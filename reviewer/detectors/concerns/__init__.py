"""This package holds the parts that a change falls into: files that share names, words, imports or lines."""

from reviewer.detectors.concerns.parts import Part, describe_part, find_parts

__all__ = ["Part", "describe_part", "find_parts"]
