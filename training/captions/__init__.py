"""Captions in ten languages, from the lexicon, its templates and what English captions mention."""
