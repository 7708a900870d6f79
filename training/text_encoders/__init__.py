"""Text towers from pretrained sentence encoders: read, pruned to ten languages, combined with an image tower."""
