"""Mutants: each detector's SQL broken on purpose, one place at a time, to see whether its drawn cases notice."""
