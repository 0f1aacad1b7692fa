"""Cycles: many reports on one audit, unattended."""
