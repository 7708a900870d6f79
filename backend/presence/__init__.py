"""Presence: whether the words of a query are known, whether the thing is on the map at all, and how surely where."""
