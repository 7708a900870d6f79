"""The opened data sets of a run: images, captions, classes, and a mandatory leakage check."""
