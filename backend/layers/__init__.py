"""Layers are named once, a file under a data root, an upload, rendered tiles or an online source, and used by id."""
