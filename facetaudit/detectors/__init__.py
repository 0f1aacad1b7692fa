"""Detectors: one file each, constant SQL and its manual page, found by scanning."""
