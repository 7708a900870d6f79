"""Presence: whether the words of a query are known and whether the thing is on the map, and calibrated relevance."""
