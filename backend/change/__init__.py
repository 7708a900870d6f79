"""Change between two dates of one place: what appeared and what disappeared."""
