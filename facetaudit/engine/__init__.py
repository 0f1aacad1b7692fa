"""Engines that run the constant SQL of history, detectors and exposure."""
