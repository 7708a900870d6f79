"""Embeddings in open forms: ours leave as GeoParquet, those of other tools are searched by example."""
