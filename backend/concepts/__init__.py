"""Queries taught by marks: a small head in closed form, and concepts, which are such heads with a name and a file."""
