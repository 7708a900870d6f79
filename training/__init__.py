"""Terralex training: data, captions in ten languages, contrastive training, evaluation, export."""
