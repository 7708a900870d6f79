"""What the service answers, one concept a file; every route only translates between HTTP and the engine."""
