"""This package holds the repository as facts about its blobs."""
