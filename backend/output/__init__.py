"""Files that Terralex writes: refused before work is done for them, whole or not at all, with their provenance."""
