"""Measurements that anyone can rerun; each prints its table."""
