"""Text towers from pretrained sentence encoders: read, cut to the languages of Terralex, put beside an image tower."""
