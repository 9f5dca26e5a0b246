"""This package holds the commands about the past: `reviewer history`, `reviewer trace`, `reviewer calibrate`."""
