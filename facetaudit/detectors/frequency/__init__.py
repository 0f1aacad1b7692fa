"""Frequency and sequence of sessions (FA4xx)."""
