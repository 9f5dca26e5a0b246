"""This package holds the command line: arguments in, exit code out, and where the parts are put together."""
