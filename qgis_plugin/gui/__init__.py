"""What the user sees and touches; nothing here speaks to a server."""
