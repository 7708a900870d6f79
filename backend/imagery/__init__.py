"""Imagery: open a layer safely, lay windows over it, read blocks of it fast."""
