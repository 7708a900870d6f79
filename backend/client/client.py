"""The service from Python: layers, searches, labels, jobs and results."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import httpx

from backend.client.answers import Found, Job, Labelled, Layer
from backend.client.transport import Transport, json_of
from backend.client.uploads import upload
from backend.errors import BadOption, OutputNotWritable, ServiceUnreachable, TerralexError

DEFAULT_URL = "http://127.0.0.1:8765"
URL_VARIABLE, TOKEN_VARIABLE, TOKEN_FILE_VARIABLE = "TERRALEX_URL", "TERRALEX_TOKEN", "TERRALEX_TOKEN_FILE"

LOOK_S = (0.05, 1.0)
"""First and longest pause between two looks at a job."""
PATIENCE_S = 60.0
"""How long a job is followed though nobody answers: jobs survive a restart of the service."""
PAGE = 1000

Box = tuple[float, float, float, float]
"""``xmin, ymin, xmax, ymax``"""
Told = Callable[[Job], None]


class Client:
    """One service. Every method raises a class of :mod:`backend.errors`, with one sentence for people.

    Work that takes long is a job: ``progress`` is told of it whenever it has come further. To stop it, interrupt the
    call (Ctrl+C, or whatever ``progress`` raises), or :meth:`cancel` it from elsewhere. Safe for threads.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Args:
        url: of the service; ``TERRALEX_URL`` if None, else ``http://127.0.0.1:8765``.
        token: of the service; ``TERRALEX_TOKEN`` if None, else what the file ``TERRALEX_TOKEN_FILE`` holds.
        transport: of httpx, for tests and odd networks.

        Raises:
            ServiceUnreachable: the address is none.
            BadOption: the token file cannot be read.
        """
        self._transport = Transport(
            url or os.environ.get(URL_VARIABLE) or DEFAULT_URL, token or _token_of_environment(), transport
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections; jobs go on."""
        self._transport.close()

    # Layers

    def layers(self) -> list[Layer]:
        """All layers, the oldest first."""
        return [Layer.of(row) for row in self._pages("/layers", "layers")]

    def layer(self, layer_id: str) -> Layer:
        """One layer."""
        return Layer.of(self._transport.json("GET", f"/layers/{layer_id}"))

    def add_layer(self, path: str | os.PathLike[str], title: str | None = None) -> Layer:
        """Name a file that the service reads itself, under one of its data roots.

        Args:
            path: as the service sees it: absolute, or relative to a data root.
            title: for people; the file's name if None.
        """
        return self._add({"type": "path", "path": os.fspath(path), "title": title})

    def upload_layer(
        self,
        file: str | os.PathLike[str],
        title: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Layer:
        """Send a file of this machine, and name it.

        Args:
            file: which one.
            title: for people; the file's name if None.
            progress: told how many bytes have arrived, of how many.
        """
        sent = upload(self._transport, Path(file), progress)
        return self._add({"type": "upload", "upload": sent, "title": title})

    def remove_layer(self, layer: Layer | str) -> None:
        """Forget a layer; a file under a data root stays where it is."""
        self._transport.send("DELETE", f"/layers/{_id(layer)}")

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
        """Ranked regions that a text names, that look like examples, or both. What is None is the service's default.

        Args:
            layer: where to look.
            text: phrases that mean the same, separated by ``;``, in any of the model's languages.
            unwanted: what is not wanted.
            examples, counter_examples: GeoJSON, or what has ``__geo_interface__``, in longitude and latitude.
            extent: look only here.
            extent_crs: of the extent, in x, y order; None for the layer's own.
            top: how many regions at most.
            mode: the best windows as they are, merged, or refined to outlines.
            threshold: least relevance, 0 to 1.
            candidates: how many regions below the threshold to return too, as weak.
            window_m: sides of the windows in metres.
            bands: bands to look at, by number from 1 or by name.
            model: of the catalogue.
            progress: told of the job, where the layer has to be indexed first.
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
        """One list of the regions of many layers, the most relevant first; each says its ``layer``.

        Layers that failed are in the summary, under ``layers``, each with its ``error``.

        Args:
            layers: which ones.
            text: as in :meth:`search`.
            folders: of the service, whose rasters are asked too.
            progress: told of the job.
            more: other inputs of the process ``survey``: ``unwanted``, ``concept``, ``top``, ``threshold``, ...
        """
        inputs = {"layers": [_id(layer) for layer in layers], "folders": list(folders), "text": text, **more}
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
        """A class for every place of a layer or, with ``features``, for every polygon. None is the service's default.

        Args:
            layer: what shows the ground.
            labels: ``preset:NAME``, class names, or a label set as an object.
            features: GeoJSON of polygons in longitude and latitude, or what has ``__geo_interface__``.
            language: ISO 639-1, of the names.
            other_below: confidence below which it is none of the classes.
            transduce: label everything together.
            smooth: weight of neighbouring windows, 0 to 1; for whole layers.
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

    # Jobs and results

    def start(self, process: str, inputs: Mapping[str, Any]) -> Job:
        """Begin any process of the service as a job, and do not wait for it."""
        return Job.of(json_of(self._execute(process, inputs, "respond-async")))

    def jobs(self) -> list[Job]:
        """All jobs, the newest first."""
        return [Job.of(row) for row in self._pages("/jobs", "jobs")]

    def job(self, job: Job | str) -> Job:
        """How far a job is now."""
        return Job.of(self._transport.json("GET", f"/jobs/{_id(job)}"))

    def wait(self, job: Job | str, progress: Told | None = None) -> Job:
        """The job when it has ended; ``progress`` is told whenever it has come further.

        Raises:
            ServiceUnreachable: nobody has answered for a minute.
        """
        told: Job | None = None
        pause, heard = LOOK_S[0], time.monotonic()
        while True:
            try:
                now = self.job(job)
                heard = time.monotonic()
            except ServiceUnreachable:
                if time.monotonic() - heard > PATIENCE_S:
                    raise
                now = None
            if now is not None and now != told:
                told = now
                if progress is not None:
                    progress(now)
                if now.ended:
                    return now
            time.sleep(pause)
            pause = min(pause * 1.3, LOOK_S[1])

    def cancel(self, job: Job | str) -> Job:
        """Stop a job; of one that has ended, remove the results."""
        return Job.of(self._transport.json("DELETE", f"/jobs/{_id(job)}"))

    def result(self, job: Job | str) -> Found | Labelled | Mapping[str, Any]:
        """What a job made: regions, labels, or for other processes the outputs as they are.

        Raises:
            ResultNotReady: it has not ended.
            TerralexError: it failed, as the class that ended it.
        """
        now = self.job(job)
        outputs = self._transport.json("GET", f"/jobs/{now.id}/results")
        if now.process in ("search", "similar", "survey"):
            return Found.of(outputs, now.id)
        return Labelled.of(outputs, now.id) if now.process.startswith("label-") else outputs

    def features(self, result: Found | Labelled | Job | str) -> dict[str, Any]:
        """All features of a result as one FeatureCollection, in longitude and latitude.

        Raises:
            CollectionNotFound: the result has no features, or is no job's.
        """
        if isinstance(result, Found) and result.job_id is None:
            return dict(result.geojson)
        rows = self._pages(f"/collections/job-{_id(result)}/items", "features")
        return {"type": "FeatureCollection", "features": rows}

    def download(self, result: Found | Labelled | Job | str, output: str, path: str | os.PathLike[str]) -> Path:
        """Write one output of a job to a file, whole or not at all.

        Args:
            result: whose.
            output: such as ``geopackage``, ``areas`` or ``raster``.
            path: of the file; one that is there is replaced.

        Raises:
            OutputNotWritable: it cannot be written there.
            BadOption: there is no such output, or the answer came without a job and has no files.
        """
        if isinstance(result, Found) and result.job_id is None:
            raise BadOption("This answer came at once and has no files: use its geojson, or start a job for them.")
        target = Path(path)
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            try:
                with beside.open("wb") as sink:
                    self._transport.stream(f"/jobs/{_id(result)}/results/{output}", sink)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise OutputNotWritable(f"{target} cannot be written: {error.strerror}.") from error
        return target

    def _add(self, layer: Mapping[str, Any]) -> Layer:
        return Layer.of(self._transport.json("POST", "/layers", json=_given(layer)))

    def _execute(self, process: str, inputs: Mapping[str, Any], prefer: str) -> httpx.Response:
        body = {"inputs": _given(inputs), "response": "document"}
        return self._transport.send("POST", f"/processes/{process}/execution", json=body, headers={"Prefer": prefer})

    def _run(self, process: str, inputs: Mapping[str, Any], progress: Told | None) -> tuple[dict[str, Any], str | None]:
        """Outputs and, where it took one, the job: at once what can be had at once, else followed to its end."""
        answer = self._execute(process, inputs, "wait=0")
        if answer.status_code != 201:
            return json_of(answer), None
        job = Job.of(json_of(answer))
        try:
            self.wait(job, progress)
        except BaseException:  # an interrupted call is one that nobody waits for any more
            with suppress(TerralexError):
                self.cancel(job)
            raise
        return self._transport.json("GET", f"/jobs/{job.id}/results"), job.id

    def _pages(self, address: str, member: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            page = self._transport.json("GET", address, params={"limit": PAGE, "offset": len(rows)})
            found = page[member]
            rows += found
            if not found or not any(link["rel"] == "next" for link in page["links"]):
                return rows


def geojson_of(given: Any) -> Any:
    """GeoJSON of an object that has ``__geo_interface__``, alone or in a list; anything else as it is."""
    if isinstance(given, (list, tuple)):
        return [geojson_of(one) for one in given]
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
        "layer": _id(layer),
        "extent": None if extent is None else {"bbox": list(extent), "crs": extent_crs},
        "window_m": None if window_m is None else list(window_m),
        "bands": None if bands is None else list(bands),
        "model": model,
    }


def _given(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if value is not None}


def _id(thing: Layer | Job | Found | Labelled | str) -> str:
    if isinstance(thing, str):
        return thing
    return str(thing.id if isinstance(thing, (Layer, Job)) else thing.job_id)


def _token_of_environment() -> str | None:
    if token := os.environ.get(TOKEN_VARIABLE):
        return token
    if not (file := os.environ.get(TOKEN_FILE_VARIABLE)):
        return None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadOption(f"The token file {file} cannot be read: check its path and rights.") from error
