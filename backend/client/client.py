"""The service from Python: layers, searches, labels, jobs and results."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import httpx

from backend.client.answers import Found, Labelled, Layer, SavedSearch, Watched
from backend.client.job_client import JobClient, Told, given, id_of
from backend.client.transport import Transport
from backend.client.uploads import upload
from backend.errors import BadOption

DEFAULT_URL = "http://127.0.0.1:8765"
URL_VARIABLE, TOKEN_VARIABLE, TOKEN_FILE_VARIABLE = "TERRALEX_URL", "TERRALEX_TOKEN", "TERRALEX_TOKEN_FILE"


Box = tuple[float, float, float, float]
"""``xmin, ymin, xmax, ymax``"""


class Client(JobClient):
    """A Terralex service. Methods raise the classes of :mod:`backend.errors`, with a sentence for the user.

    Long work is a job: ``progress`` is called whenever it advances. To stop it, interrupt the call (Ctrl+C, or an
    exception raised by ``progress``), or :meth:`cancel` it from elsewhere. Thread-safe.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Args:
        url: of the service; if None, ``TERRALEX_URL``, otherwise ``http://127.0.0.1:8765``.
        token: of the service; if None, ``TERRALEX_TOKEN``, otherwise the content of the file ``TERRALEX_TOKEN_FILE``.
        transport: of httpx, for tests and unusual networks.

        Raises:
            ServiceUnreachable: the address is not valid.
            BadOption: the token file cannot be read.
        """
        address = url or os.environ.get(URL_VARIABLE) or DEFAULT_URL
        super().__init__(Transport(address, token or _token_of_environment(), transport))

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; jobs continue."""
        self._transport.close()

    # Layers

    def layers(self) -> list[Layer]:
        """All layers, oldest first."""
        return [Layer.of(row) for row in self._pages("/layers", "layers")]

    def layer(self, layer_id: str) -> Layer:
        """One layer."""
        return Layer.of(self._transport.json("GET", f"/layers/{layer_id}"))

    def add_layer(self, path: str | os.PathLike[str], title: str | None = None) -> Layer:
        """Register a file that the service reads itself, under one of its data roots.

        Args:
            path: as the service sees it: absolute, or relative to a data root.
            title: for display; the file name if None.
        """
        return self._add({"type": "path", "path": os.fspath(path), "title": title})

    def upload_layer(
        self,
        file: str | os.PathLike[str],
        title: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Layer:
        """Upload a file from this machine and register it.

        Args:
            file: which one.
            title: for display; the file name if None.
            progress: called with the number of bytes received and the total.
        """
        sent = upload(self._transport, Path(file), progress)
        return self._add({"type": "upload", "upload": sent, "title": title})

    def remove_layer(self, layer: Layer | str) -> None:
        """Remove a layer; a file under a data root is kept."""
        self._transport.send("DELETE", f"/layers/{id_of(layer)}")

    # Searches and labels

    def search(
        self,
        layer: Layer | str,
        text: str | None = None,
        *,
        unwanted: Sequence[str] = (),
        examples: Any = None,
        counter_examples: Any = None,
        extent: Box | None = None,
        extent_crs: str | None = "EPSG:4326",
        top: int | None = None,
        mode: Literal["windows", "merged", "outline"] | None = None,
        threshold: float | None = None,
        candidates: int | None = None,
        window_m: Sequence[float] | None = None,
        bands: Sequence[int | str] | None = None,
        model: str | None = None,
        progress: Told | None = None,
    ) -> Found:
        """Ranked regions that match a text, look like examples, or both. None means the service's default.

        Args:
            layer: the layer to search.
            text: phrases with the same meaning, separated by ``;``, in any of the model's languages.
            unwanted: what to exclude.
            examples, counter_examples: GeoJSON or objects with ``__geo_interface__``, in longitude and latitude.
            extent: search only this extent.
            extent_crs: CRS of the extent, in x, y order; None for the layer's CRS.
            top: maximum number of regions.
            mode: single windows, merged windows, or outlines.
            threshold: minimum relevance, 0 to 1.
            candidates: number of regions below the threshold to return as well, as weak.
            window_m: window sizes in metres.
            bands: bands to use, by number (from 1) or by name.
            model: of the catalogue.
            progress: called with the state of the job, if the layer has to be indexed first.
        """
        inputs = {
            **_ground(layer, extent, extent_crs, window_m, bands, model),
            "text": text,
            "unwanted": list(unwanted) or None,
            "examples": geojson_of(examples),
            "counter_examples": geojson_of(counter_examples),
            "top": top,
            "mode": mode,
            "threshold": threshold,
            "candidates": candidates,
        }
        outputs, job_id = self._run("search", inputs, progress)
        return Found.of(outputs, job_id)

    def survey(
        self,
        layers: Sequence[Layer | str],
        text: str | None = None,
        *,
        folders: Sequence[str] = (),
        progress: Told | None = None,
        **more: Any,
    ) -> Found:
        """One list of the regions of many layers, most relevant first; each has its ``layer``.

        Layers that failed are in the summary under ``layers``, each with its ``error``.

        Args:
            layers: the layers to search.
            text: as in :meth:`search`.
            folders: folders of the service whose rasters are searched as well.
            progress: called with the state of the job.
            more: other inputs of the process ``survey``: ``unwanted``, ``concept``, ``top``, ``threshold``, ...
        """
        inputs = {"layers": [id_of(layer) for layer in layers], "folders": list(folders), "text": text, **more}
        outputs, job_id = self._run("survey", inputs, progress)
        return Found.of(outputs, job_id)

    def label(
        self,
        layer: Layer | str,
        labels: str | Sequence[Any] | Mapping[str, Any],
        *,
        features: Any = None,
        language: str | None = None,
        other_below: float | None = None,
        transduce: bool | None = None,
        smooth: float | None = None,
        extent: Box | None = None,
        extent_crs: str | None = "EPSG:4326",
        window_m: Sequence[float] | None = None,
        bands: Sequence[int | str] | None = None,
        model: str | None = None,
        progress: Told | None = None,
    ) -> Labelled:
        """Label every place of a layer or, with ``features``, every polygon. None means the service's default.

        Args:
            layer: the layer to label.
            labels: ``preset:NAME``, class names, or a label set as an object.
            features: GeoJSON of polygons in longitude and latitude, or objects with ``__geo_interface__``.
            language: of the class names, ISO 639-1.
            other_below: confidence below which the label is "other".
            transduce: label everything together.
            smooth: influence of neighbouring windows, 0 to 1; for whole layers.
            extent, extent_crs, window_m, bands, model, progress: as in :meth:`search`.
        """
        inputs = {
            **_ground(layer, extent, extent_crs, window_m, bands, model),
            "labels": labels if isinstance(labels, (str, Mapping)) else list(labels),
            "features": geojson_of(features),
            "language": language,
            "other_below": other_below,
            "transduce": transduce,
            "smooth": smooth,
        }
        outputs, job_id = self._run("label-windows" if features is None else "label-features", inputs, progress)
        assert job_id is not None  # labels are files, and those only jobs have
        return Labelled.of(outputs, job_id)

    # Saved searches

    def searches(self) -> list[SavedSearch]:
        """The saved searches, oldest first."""
        return [SavedSearch.of(row) for row in self._pages("/searches", "searches")]

    def saved_search(self, search_id: str) -> SavedSearch:
        """One saved search with the result of its last run."""
        return SavedSearch.of(self._transport.json("GET", f"/searches/{search_id}"))

    def save_search(
        self,
        name: str,
        layers: Sequence[Layer | str],
        text: str | None = None,
        *,
        folders: Sequence[str] = (),
        every: str | None = None,
        **more: Any,
    ) -> SavedSearch:
        """Save a search of many layers under a name, to be run again.

        Args:
            name: for display.
            layers, text, folders, more: as in :meth:`survey`; rasters added to a folder later are searched as well.
            every: interval at which the service runs it: ``30m``, ``1h``, ``7d``; only on request if None.
        """
        asked = given({"layers": [id_of(layer) for layer in layers], "folders": list(folders), "text": text, **more})
        posted = given({"name": name, "inputs": asked, "every": every})
        return SavedSearch.of(self._transport.json("POST", "/searches", json=posted))

    def run_search(self, search: SavedSearch | str, progress: Told | None = None) -> Watched:
        """Run a saved search again: which regions are new, gone or unchanged since the last run.

        Only layers that are new or have changed are searched; the first time, everything is new.
        """
        outputs, job_id = self._run("watch", {"search": id_of(search)}, progress)
        return Watched.of(outputs, job_id)

    def remove_search(self, search: SavedSearch | str) -> None:
        """Delete a saved search; its finished jobs keep their results."""
        self._transport.send("DELETE", f"/searches/{id_of(search)}")

    def _add(self, layer: Mapping[str, Any]) -> Layer:
        return Layer.of(self._transport.json("POST", "/layers", json=given(layer)))


def geojson_of(given: Any) -> Any:
    """GeoJSON of an object with ``__geo_interface__``, or of a list of them; anything else unchanged."""
    if isinstance(given, (list, tuple)):
        return [geojson_of(entry) for entry in given]
    return getattr(given, "__geo_interface__", given)


def _ground(
    layer: Layer | str,
    extent: Box | None,
    extent_crs: str | None,
    window_m: Sequence[float] | None,
    bands: Sequence[int | str] | None,
    model: str | None,
) -> dict[str, Any]:
    return {
        "layer": id_of(layer),
        "extent": None if extent is None else {"bbox": list(extent), "crs": extent_crs},
        "window_m": None if window_m is None else list(window_m),
        "bands": None if bands is None else list(bands),
        "model": model,
    }


def _token_of_environment() -> str | None:
    if token := os.environ.get(TOKEN_VARIABLE):
        return token
    if not (file := os.environ.get(TOKEN_FILE_VARIABLE)):
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption(f"The token file {file} cannot be read: check its path and permissions.") from error
