"""This package holds the command `reviewer action`: what the GitHub Action runs."""
