"""Output files: checked before any work is done, written completely or not at all, with provenance."""
