"""Two dates of one place: what is there now and was not, and the other way round."""
