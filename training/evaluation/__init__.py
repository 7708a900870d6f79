"""Evaluation: zero-shot classification, retrieval, probes and counting by published protocols."""
