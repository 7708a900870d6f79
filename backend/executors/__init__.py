"""Executors: who embeds the chunks of an index, one process or several."""
