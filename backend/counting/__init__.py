"""How many of a thing there are: instances, what they add up to, and how sure that is."""
