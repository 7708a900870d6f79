"""Calibration of a model, cross-validated by source: bank, relevance, presence and known words."""
