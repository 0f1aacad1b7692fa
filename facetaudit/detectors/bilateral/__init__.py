"""Bilateral reporting (FA2xx)."""
