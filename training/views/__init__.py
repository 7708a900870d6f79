"""Views of an image: what the image tower sees of it in one step."""
