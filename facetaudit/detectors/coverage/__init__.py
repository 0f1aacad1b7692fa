"""Coverage, authorization and documentation (FA6xx)."""
