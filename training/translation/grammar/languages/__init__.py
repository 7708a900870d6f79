"""One module a language or family: how it says the trees of captions."""
