"""Losses, a file a loss. The contrastive one of a single process is ``open_clip.loss.ClipLoss``, used as it is."""
