"""This package holds what the detectors of hollow tests look for: doubles of the subject, mirrors and snapshots."""
