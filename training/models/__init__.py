"""The model of a run: start model, towers, vocabulary, and export folder."""
