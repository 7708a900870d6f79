"""Saved searches: what each has answered, layer by layer, and what is new since."""
