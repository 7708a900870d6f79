"""The one training loop: learner, optimiser, averaged weights, checkpoints, log and export."""
