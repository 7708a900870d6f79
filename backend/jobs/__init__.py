"""Jobs: a durable queue, the threads that process it, and the one device they share."""
