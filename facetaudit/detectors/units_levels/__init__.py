"""Units and levels (FA1xx)."""
