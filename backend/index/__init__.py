"""Index: all embeddings of one layer under one model, in a Lance table, written chunk by chunk."""
