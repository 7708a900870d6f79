"""A phrase grammar: parses English captions of common shape and says them in other languages, without a model."""
