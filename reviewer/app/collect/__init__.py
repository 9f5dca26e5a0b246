"""This package holds how the past of a repository is collected: from GitHub, from git, and from files."""
