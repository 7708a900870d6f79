"""Search: query -> directions -> scores -> regions."""
