"""Heads that training puts on top of a tower and that are left behind at export."""
