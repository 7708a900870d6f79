"""The service over HTTP: OGC API - Processes and Features, layers, uploads, models, health, behind a token."""
