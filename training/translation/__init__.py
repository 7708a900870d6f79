"""Captions in nine more languages."""
