"""Rendered things on real ground, with exact boxes and true sizes, for things that no image set here labels."""
