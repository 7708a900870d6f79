"""The service for people with a browser: the documents of the API as pages, and the session of who has signed in."""
