"""Translation of captions into nine more languages."""
