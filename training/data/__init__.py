"""Readers: published data sets as they are distributed -> typed samples."""
