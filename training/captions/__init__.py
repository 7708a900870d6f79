"""Captions in ten languages, from the lexicon, its templates and the mentions in English captions."""
