"""Payment (FA7xx)."""
