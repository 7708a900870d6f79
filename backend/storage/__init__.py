"""Durable and bounded state: atomic file writes, SQLite files, locks, bounded caches."""
