"""Views of images: the crops that the image tower gets in one step."""
