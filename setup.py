"""The version, which ``metadata.txt`` alone says, and the packages; everything else is in ``pyproject.toml``."""

from configparser import ConfigParser
from pathlib import Path

from setuptools import find_namespace_packages, setup

TERRALEX = "backend/client/terralex"
"""Where the package lies that is imported as ``terralex``: the client, under the name that one installs."""

metadata = ConfigParser(interpolation=None)
metadata.read_string((Path(__file__).resolve().parent / "metadata.txt").read_text(encoding="utf-8"))
packages = find_namespace_packages(
    include=["backend*", "training*", "resources*"], exclude=[TERRALEX.replace("/", ".")]
)
setup(
    version=metadata["general"]["version"],
    packages=[*packages, "terralex"],
    package_dir={"terralex": TERRALEX},
)
