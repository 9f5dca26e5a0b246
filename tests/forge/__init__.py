"""This package holds a GitHub that runs on this machine: real git below, the official descriptions above."""
