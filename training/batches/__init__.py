"""What one step trains on: images, views and words. Pure functions of seed, step and position."""
