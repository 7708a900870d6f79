"""Search: a query becomes directions, directions become scores, scores become regions."""
