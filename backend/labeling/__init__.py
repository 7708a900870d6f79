"""Zero-shot labels of windows: label sets, scores, transduction and spatial smoothing. Pure functions of arrays."""
