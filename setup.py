"""The version, which is written in ``metadata.txt`` and nowhere else; everything else is in ``pyproject.toml``."""

from configparser import ConfigParser
from pathlib import Path

from setuptools import setup

metadata = ConfigParser(interpolation=None)
metadata.read_string((Path(__file__).resolve().parent / "metadata.txt").read_text(encoding="utf-8"))
setup(version=metadata["general"]["version"])
