"""Terralex, the engine: imagery to embeddings to regions and labels. Importing it loads nothing heavy."""

__version__ = "0.1.0"
