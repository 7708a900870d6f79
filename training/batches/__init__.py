"""What one step trains on: which images, which views of them, which words. Functions of seed, step and place."""
