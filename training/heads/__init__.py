"""Heads on top of a tower that are only used in training and not exported."""
