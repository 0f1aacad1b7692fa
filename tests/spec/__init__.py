"""The detectors against their page: drawn cases, one file a detector."""
