"""Evaluation: zero-shot classification and retrieval, as published, in every language."""
