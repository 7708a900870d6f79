"""Index: all embeddings of one layer by one model, in a Lance table, written chunk by chunk."""
