"""This package holds what a repository decided: settings, which rules run where, waivers, its own linters."""
