"""The routes of the service, one resource per file; a route only translates between HTTP and the engine."""
