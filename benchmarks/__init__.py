"""Measurements that anyone can rerun; each prints its table."""

import backend  # noqa: F401  # before torch, which then waits as it does for users
