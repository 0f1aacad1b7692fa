"""Same-day companions (FA5xx)."""
