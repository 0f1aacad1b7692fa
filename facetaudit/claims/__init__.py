"""Intake of claim extracts: every input format becomes the canonical claim lines of `schema`."""
