"""Counting: instances of a thing, their expected number, and its interval."""
