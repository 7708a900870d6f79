"""End-to-end training of an open_clip model: contrastive learning with self-distillation, on any number of GPUs."""
