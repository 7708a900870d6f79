"""Queries taught by marks: a small closed-form head, and concepts, which are such heads with a name and a file."""
