"""Drawings of single things seen from above, at true size in metres."""
