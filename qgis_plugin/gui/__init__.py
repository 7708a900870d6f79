"""The user interface; nothing here talks to a server."""
