"""Calibration of a model on sources left out in turn: bank, relevance, presence and known words."""
