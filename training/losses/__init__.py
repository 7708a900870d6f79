"""Losses, a file a loss."""
