"""The service in a browser: the documents of the API as pages, and the session of a signed-in user."""
