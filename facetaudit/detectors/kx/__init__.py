"""The KX modifier (FA3xx)."""
