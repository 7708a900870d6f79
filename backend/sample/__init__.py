"""The rendered sample: a seeded orthophoto with its true objects, for trying and testing Terralex without any data."""

from backend.sample.render import SamplePaths, render_sample

__all__ = ["SamplePaths", "render_sample"]
