"""Zero-shot labels of windows, areas and features: label sets, scores, transduction and spatial smoothing."""
