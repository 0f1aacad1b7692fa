"""Damaged files of every format: nothing crashes, nothing is lost in silence, every count adds up.

`python -m tests.claims.fuzz_formats --formats csv,eob --seeds 0-1999`; see `__main__`.
"""
