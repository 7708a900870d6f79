"""Which bands are red, green and blue, from the metadata of a file: descriptions, common names, wavelengths."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rasterio.io import DatasetReader

COLOURS = ("red", "green", "blue")

_WORDS = {
    "red": "red r vermelho vermelha rojo roja rouge rot rosso rossa rood красный 红 红色 적 적색 빨강",
    "green": "green g verde vert verte grün gruen groen зелёный зеленый 绿 绿色 녹 녹색 초록",
    "blue": "blue b azul bleu bleue blau blu blauw синий 蓝 蓝色 청 청색 파랑",
}
_COLOUR_OF = {word: colour for colour, words in _WORDS.items() for word in words.split()}
_SAID_OF_OTHERS = """
    edge rededge vegetation infrared infrarot infrarouge infrarrojo infravermelho infrarosso near nir ir swir tir
    thermal coastal aerosol cirrus pan panchromatic mask index ratio ndvi sar quality alpha
"""
_NO_COLOUR = frozenset(_SAID_OF_OTHERS.split())
# Micrometres; where two bands lie in a range, the one nearer to the middle value is used.
_RANGES = {"red": (0.62, 0.655, 0.70), "green": (0.51, 0.56, 0.60), "blue": (0.44, 0.485, 0.51)}
_UNITS = {
    "nanometers": 1e-3,
    "nanometer": 1e-3,
    "nm": 1e-3,
    "micrometers": 1.0,
    "micrometer": 1.0,
    "um": 1.0,
    "µm": 1.0,
}
_NUMBERED = re.compile(r"^(?:sr_?|toa_?|boa_?|refl(?:ectance)?_?)?b(?:and)?_?0?(\d{1,2})(a?)$")
_LANDSAT_5_AND_7 = frozenset({"1", "2", "3", "4", "5", "7"})
_TAGS = ("common_name", "COMMON_NAME", "eo:common_name", "STANDARD_NAME", "standard_name", "BandName", "BAND_NAME")


def band_names(dataset: DatasetReader) -> tuple[str, ...]:
    """The name of each band in the file, empty where it has none."""
    names = []
    for band, description in enumerate(dataset.descriptions, start=1):
        tags = dataset.tags(band)
        names.append((description or next((tags[tag] for tag in _TAGS if tags.get(tag)), "")).strip())
    return tuple(names)


def is_picture(name: str) -> bool:
    """Whether a band's name says that it is imagery and not a mask."""
    words = _words(name)
    return bool(words & (_NO_COLOUR - {"alpha", "mask"})) or any(word in _COLOUR_OF for word in words)


def colours_by_name(dataset: DatasetReader) -> tuple[int, int, int] | None:
    """Numbers (1-based) of the bands named red, green and blue, in that order; None unless there are all three."""
    names = band_names(dataset)
    common = [_first_tag(dataset.tags(band)) for band in range(1, dataset.count + 1)]
    for said in (common, names):
        chosen = [_called(said, colour) for colour in COLOURS]
        if all(chosen):
            return chosen[0], chosen[1], chosen[2]
    return _by_number(names)


def colours_by_wavelength(dataset: DatasetReader) -> tuple[int, int, int] | None:
    """Numbers (1-based) of the bands with red, green and blue wavelengths; None unless there are all three."""
    lengths = [_micrometres(dataset, band) for band in range(1, dataset.count + 1)]
    chosen = []
    for low, middle, high in _RANGES.values():
        fitting = [
            (abs(length - middle), band) for band, length in enumerate(lengths, 1) if length and low <= length < high
        ]
        if not fitting:
            return None
        chosen.append(min(fitting)[1])
    return chosen[0], chosen[1], chosen[2]


def _first_tag(tags: Mapping[str, str]) -> str:
    return next((tags[tag] for tag in _TAGS if tags.get(tag)), "")


def _words(name: str) -> set[str]:
    separate = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold()
    return set(re.findall(r"[^\W\d_]+", separate))


def _called(names: Sequence[str], colour: str) -> int:
    """The band with this colour in its name and the fewest other words; 0 if there is none."""
    best = (len(names) + 1000, 0)
    for band, name in enumerate(names, start=1):
        words = _words(name)
        colours = {_COLOUR_OF[word] for word in words if word in _COLOUR_OF and (len(word) > 1 or len(words) == 1)}
        if colours == {colour} and not words & _NO_COLOUR:
            best = min(best, (len(words), band))
    return best[1]


def _by_number(names: Sequence[str]) -> tuple[int, int, int] | None:
    """Bands named by their sensor's numbers: Sentinel-2 and Landsat 8 and 9 have red, green and blue in 4, 3 and 2,
    older Landsats in 3, 2 and 1; four numbered bands without further information may be anything."""
    matches = [_NUMBERED.match(name.casefold()) for name in names]
    numbers = [f"{int(match[1])}{match[2]}" if match else "" for match in matches]
    known = {number for number in numbers if number}
    if len(known) != len([number for number in numbers if number]):
        return None
    if known == _LANDSAT_5_AND_7:
        wanted = ("3", "2", "1")
    elif {"2", "3", "4"} <= known and known != {"1", "2", "3", "4"}:
        wanted = ("4", "3", "2")
    else:
        return None
    red, green, blue = (numbers.index(number) + 1 for number in wanted)
    return red, green, blue


def _micrometres(dataset: DatasetReader, band: int) -> float | None:
    tags = dataset.tags(band)
    imagery = dataset.tags(band, ns="IMAGERY")
    stated = imagery.get("CENTRAL_WAVELENGTH_UM") or imagery.get("CENTRAL_WAVELENGTH_um")
    unit = 1.0
    if not stated:
        lower = {name.lower(): value for name, value in tags.items()}
        stated = lower.get("wavelength") or lower.get("center_wavelength") or lower.get("central_wavelength")
        unit = _UNITS.get(lower.get("wavelength_units", lower.get("wavelength_unit", "")).strip().lower(), 0.0)
    try:
        length = float(str(stated).split()[0])
    except (ValueError, IndexError):
        return None
    if unit == 0.0:
        unit = 1e-3 if length > 100 else 1.0
    return length * unit
