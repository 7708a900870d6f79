"""What tests and benchmarks both run: a real service in a process of its own, a model that is made in a moment."""
