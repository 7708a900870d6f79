"""The data sets of a run, opened: images, captions, classes, and a leakage check that cannot be skipped."""
