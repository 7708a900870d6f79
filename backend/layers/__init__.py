"""Layers are registered once (file under a data root, upload, rendered tiles or online source) and used by id."""
