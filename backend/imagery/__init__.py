"""Imagery: open a layer safely, place windows on it, read blocks of it fast."""
