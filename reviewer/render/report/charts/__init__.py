"""This package holds the charts of a weekly report: drawings without a script that follow light and dark."""
