"""STAC: the rasters of an item, a collection or a catalogue, static or served, read through our own fetcher."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode, urljoin

from backend.errors import BadOption, LayerNotReadable, TerralexError

if TYPE_CHECKING:
    from pystac import Item

MAX_ITEMS = 20_000
_PREFERRED = ("visual", "image", "rgb", "data", "cog")
_RASTERS = ("image/tiff", "image/vnd.stac.geotiff", "image/geotiff")


class TextFetcher(Protocol):
    """What fetches small documents from listed hosts."""

    def text(self, url: str) -> str:
        """A whole document; see :meth:`backend.imagery.range_fetcher.RangeFetcher.text`."""


def rasters_of(url: str, asset: str, fetcher: TextFetcher) -> list[str]:
    """Addresses of the rasters that a STAC document leads to, one an item.

    Args:
        url: of an item, a collection, a catalogue or a page of items.
        asset: key of the asset to take of every item; empty to take the one that shows it best.
        fetcher: asks listed hosts alone; every document and page goes through it.

    Raises:
        SourceNotAllowed, LayerNotReadable: a document cannot be had, or is no STAC.
        BadOption: there is no item, no such asset, or the extra ``stac`` is not installed.
    """
    found = []
    for item in _items(url, fetcher):
        found.append(_raster(item, asset))
        if len(found) > MAX_ITEMS:
            raise BadOption(f"{url} has more than {MAX_ITEMS:,} items: give the address of a part of it.")
    if not found:
        raise BadOption(f"{url} has no items: give the address of an item, or of a collection that has some.")
    return found


def _items(url: str, fetcher: TextFetcher) -> Iterator[Item]:
    try:
        import pystac
        from pystac_client.stac_api_io import StacApiIO
    except ImportError as error:
        raise BadOption(
            'STAC needs one more package: pip install "terralex[stac]", or give the address of a raster.'
        ) from error

    class Through(StacApiIO):  # type: ignore[misc]  # it has no types
        """Every request by our fetcher, and nothing but GET."""

        def request(
            self,
            href: str,
            method: str | None = None,
            headers: dict[str, str] | None = None,
            parameters: dict[str, Any] | None = None,
        ) -> str:
            if (method or "GET").upper() != "GET":
                raise LayerNotReadable(f"{url} gives its items to other requests than GET alone: name an item of it.")
            more = f"{'&' if '?' in href else '?'}{urlencode(parameters)}" if parameters else ""
            return fetcher.text(href + more)

        def read_text(self, source: Any, *args: Any, **named: Any) -> str:
            href = source.get_absolute_href() if isinstance(source, pystac.Link) else str(source)
            if "://" not in str(href):
                raise LayerNotReadable(f"{url} leads to {str(href)[:80]!r}, which is no address: name an item of it.")
            return fetcher.text(str(href))

        def stac_object_from_dict(
            self, d: dict[str, Any], href: Any = None, root: Any = None, preserve_dict: bool = True
        ) -> Any:
            return pystac.StacIO.stac_object_from_dict(self, d, href, root, preserve_dict)  # links, not API calls

    reads = Through(max_retries=None)
    try:
        document = json.loads(fetcher.text(url))
        pages = _pages_address(document, url)
        if document.get("type") == "FeatureCollection" or pages is not None:
            for page in reads.get_pages(pages or url):
                yield from (pystac.Item.from_dict(one) for one in page.get("features", []))
            return
        read = reads.stac_object_from_dict(document, href=url)
        if isinstance(read, pystac.Item):
            yield read
        else:
            read.set_self_href(url)
            read.set_root(read)
            read._stac_io = reads  # else what it links to would be read past our fetcher
            yield from read.get_items(recursive=True)
    except TerralexError:
        raise
    except Exception as error:  # whatever pystac says of what it does not understand, or of what we refused
        reason = error.__cause__ or error.__context__
        if isinstance(reason, TerralexError):
            raise reason from error
        raise LayerNotReadable(
            f"{url} is no STAC item, collection or catalogue: give the address of one, or of a raster."
        ) from error


def _pages_address(document: Mapping[str, Any], url: str) -> str | None:
    """Where a served collection has its pages of items; None for a static one."""
    for one in document.get("links", []):
        if one.get("rel") == "items" and document.get("type") in ("Collection", "Catalog"):
            return urljoin(url, str(one["href"]))
    return None


def _raster(item: Item, key: str) -> str:
    assets = item.assets
    if key and key not in assets:
        known = ", ".join(list(assets)[:20]) or "none"
        raise BadOption(f"The item {item.id} has no asset {key!r}: choose one of {known}.")
    rasters = [
        name
        for name, asset in assets.items()
        if (asset.media_type or "").partition(";")[0].strip().lower() in _RASTERS
        or asset.href.partition("?")[0].lower().endswith((".tif", ".tiff"))
    ]
    chosen = key or next((name for name in _PREFERRED if name in rasters), rasters[0] if len(rasters) == 1 else "")
    if not chosen:
        known = ", ".join(rasters[:20])
        raise BadOption(
            f"The item {item.id} has several rasters ({known}): add #KEY to the address to choose one."
            if rasters
            else f"The item {item.id} has no GeoTIFF: give the address of one that has."
        )
    href = str(assets[chosen].get_absolute_href() or assets[chosen].href)
    if "://" not in href:
        raise LayerNotReadable(
            f"The item {item.id} does not say where its asset {chosen} lies: name the raster itself."
        )
    return href
