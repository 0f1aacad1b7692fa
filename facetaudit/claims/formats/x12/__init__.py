"""X12 files: claims (837) and remittances (835), read as the segments of pyx12."""
