"""Exposure: corrected claims, attribution to one detector, look-back."""

from facetaudit.exposure.compute import compute

__all__ = ["compute"]
