"""QGIS styles that show classes with their colours and names."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from backend.storage.database import opened

_MARK = "<!-- made by Terralex -->"
_HEAD = f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>{_MARK}\n"
_VERSION = "3.22.0-Bialowieza"
_OPACITY = "0.6"  # keeps the image below visible

# The table exactly as QGIS creates it.
_STYLES = """CREATE TABLE IF NOT EXISTS layer_styles (
 id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
 f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
 update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
_CONTENTS = """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
 SELECT 'layer_styles', 'attributes', 'layer_styles', '', strftime('%Y-%m-%dT%H:%M:%fZ','now'), 0
 WHERE NOT EXISTS (SELECT 1 FROM gpkg_contents WHERE table_name = 'layer_styles')"""
_STYLE = """INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,
 styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, ?, 'classes', ?, '', ?, ?, '')"""
_NAME = "classes"


@dataclass(frozen=True)
class Category:
    """A value of a field or a pixel, its display name, and its colour ``#rrggbb``."""

    value: str | int
    name: str
    colour: str


def polygon_style(field: str, categories: Sequence[Category], outlined: bool) -> str:
    """QML of semi-transparent polygons coloured by a field."""
    root = _root()
    renderer = ET.SubElement(
        root, "renderer-v2", {"type": "categorizedSymbol", "attr": field, "symbollevels": "0", "enableorderby": "0"}
    )
    listed, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, category in enumerate(categories):
        entry = {
            "value": str(category.value),
            "symbol": str(number),
            "label": category.name,
            "render": "true",
            "type": "string",
        }
        ET.SubElement(listed, "category", entry)
        symbol = ET.SubElement(symbols, "symbol", {"type": "fill", "name": str(number), "alpha": _OPACITY})
        layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"})
        colour = ",".join(str(value) for value in (*_rgb(category.colour), 255))
        properties = {
            "color": colour,
            "style": "solid",
            "outline_color": "35,35,35,255",
            "outline_style": "solid" if outlined else "no",
            "outline_width": "0.2",
            "outline_width_unit": "MM",
        }
        for key, value in properties.items():
            ET.SubElement(layer, "prop", {"k": key, "v": value})
    return _text(root)


def raster_style(band: int, categories: Sequence[Category]) -> str:
    """QML of a raster whose band contains the categories' values."""
    root = _root()
    pipe = ET.SubElement(root, "pipe")
    options = {"type": "paletted", "band": str(band), "opacity": "1", "alphaBand": "-1", "nodataColor": ""}
    palette = ET.SubElement(ET.SubElement(pipe, "rasterrenderer", options), "colorPalette")
    for category in categories:
        entry = {"value": str(category.value), "color": category.colour, "alpha": "255", "label": category.name}
        ET.SubElement(palette, "paletteEntry", entry)
    return _text(root)


def category_names(band_names: Sequence[str], categories: Sequence[Category]) -> str:
    """GDAL side file (``.aux.xml``) with the names of the bands, and of the values 0, 1, ... of the first band."""
    root = ET.Element("PAMDataset")
    names = {category.value: category.name for category in categories}
    for number, band_name in enumerate(band_names, start=1):
        band = ET.SubElement(root, "PAMRasterBand", {"band": str(number)})
        ET.SubElement(band, "Description").text = band_name
        if number == 1:
            listed = ET.SubElement(band, "CategoryNames")
            for value in range(max(int(value) for value in names) + 1):
                ET.SubElement(listed, "Category").text = names.get(value, "")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode")


def add_default_style(geopackage: Path, layer: str, geometry_column: str, qml: str) -> None:
    """Store a layer's default style in a GeoPackage, as QGIS does.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with opened(geopackage) as database, database:
            database.execute("BEGIN IMMEDIATE")
            keep_default_style(database, layer, geometry_column, qml)
    except sqlite3.Error as error:
        raise OSError(0, f"its style cannot be stored ({error})") from error


def keep_default_style(database: sqlite3.Connection, layer: str, geometry_column: str, qml: str) -> None:
    """The same in an open GeoPackage: our older style of the layer is replaced, those of users are kept.

    Raises:
        sqlite3.Error: it cannot be written.
    """
    if database.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'layer_styles'").fetchone() is None:
        database.execute(_STYLES)
        database.execute(_CONTENTS)
    mine = "lower(f_table_name) = lower(?)"
    database.execute(f"DELETE FROM main.layer_styles WHERE {mine} AND styleName = '{_NAME}'", (layer,))
    chosen = database.execute(f"SELECT 1 FROM main.layer_styles WHERE {mine} AND useAsDefault", (layer,)).fetchone()
    database.execute(_STYLE, (layer, geometry_column, qml, chosen is None, f"classes of {layer}"))


def is_own_style(file: Path) -> bool:
    """Whether Terralex made a style file and nobody has saved it since."""
    try:
        with file.open("rb") as stream:
            return _MARK.encode() in stream.read(1024)
    except OSError:
        return False


def _root() -> ET.Element:
    return ET.Element("qgis", {"version": _VERSION, "styleCategories": "Symbology"})


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return _HEAD + ET.tostring(root, encoding="unicode")


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
