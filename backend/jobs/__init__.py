"""Jobs: a durable queue, the threads that work it off, and the one device they share."""
