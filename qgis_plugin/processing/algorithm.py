"""Base class of the algorithms: layer, extent, model, server, and errors as Processing shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterExtent,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ..compat import ADVANCED, RASTER_SOURCE, QgsProcessingException
from ..core.client import Client
from ..core.connection import Connection, current_connection
from ..core.errors import TerralexError
from ..core.extent import Extent, extents_in
from ..core.layer_source import describe_layer
from ..core.layer_upload import name_layer
from ..core.paths import help_path, resource_path
from ..core.pixels import ground_sampling_m
from ..core.runs import Tell, run_each, sending
from ..core.settings import Settings
from ..core.translation import tr

INPUT, EXTENT, MODEL, WINDOWS, PIXEL = "INPUT", "EXTENT", "MODEL", "WINDOW_SIZES", "PIXEL_SIZE"
DEFAULT_PIXEL_M = 1.0


class TerralexAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that asks the server about one raster layer.

    Subclasses set ``NAME``, ``TITLE`` and ``HELP`` (untranslated), add their parameters after
    :meth:`add_layer_parameters`, and write :meth:`ask`.
    """

    NAME = ""
    TITLE = ""
    HELP = ""
    GROUP = "search"

    def __init__(self) -> None:
        super().__init__()
        self.source: Any = None
        self.features: Any = None

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:
        return tr(self.TITLE)

    def shortHelpString(self) -> str:
        return tr(self.HELP)

    def helpUrl(self) -> str:
        return QUrl.fromLocalFile(str(help_path("processing"))).toString()

    def group(self) -> str:
        return {"search": tr("Search"), "labels": tr("Labels")}[self.GROUP]

    def groupId(self) -> str:
        return self.GROUP

    def icon(self) -> QIcon:
        return QIcon(str(resource_path("icons", "terralex.svg")))

    def add_layer_parameters(self) -> None:
        """Layer, extent and, behind "advanced", model, window sizes and size of drawn pixels."""
        self.addParameter(QgsProcessingParameterRasterLayer(INPUT, tr("Raster layer"), [RASTER_SOURCE]))
        self.addParameter(QgsProcessingParameterExtent(EXTENT, tr("Extent"), optional=True))
        self.add_model_parameters()

    def add_model_parameters(self) -> None:
        """Behind "advanced": model, window sizes and size of drawn pixels."""
        self.add_advanced(QgsProcessingParameterString(MODEL, tr("Model"), "", optional=True))
        sizes = tr("Region sizes in metres, separated by commas")
        self.add_advanced(QgsProcessingParameterString(WINDOWS, sizes, "", optional=True))
        number = QgsProcessingParameterNumber.Type.Double
        pixel = tr("Pixel size in metres if the layer has to be rendered")
        self.add_advanced(QgsProcessingParameterNumber(PIXEL, pixel, number, None, True, 0.001, 10_000))

    def add_advanced(self, parameter: QgsProcessingParameterDefinition) -> None:
        """Add an advanced parameter."""
        advanced = ADVANCED
        parameter.setFlags(parameter.flags() | advanced)
        self.addParameter(parameter)

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """On the main thread: what a layer and QGIS's secrets can be asked for."""
        try:
            self.settings = Settings.load()
            self.connection: Connection = current_connection(self.settings)
            self.take_layers(parameters, context)
            self.window_sizes_m = _numbers(self.parameterAsString(parameters, WINDOWS, context))
            given = self.parameterAsDouble(parameters, PIXEL, context) if parameters.get(PIXEL) is not None else None
            smallest = min(self.window_sizes_m) if self.window_sizes_m else None
            self.ground_m = given or ground_sampling_m(smallest, DEFAULT_PIXEL_M)
            self.model = self.parameterAsString(parameters, MODEL, context) or self.settings.model
            self.take_inputs(parameters, context)
        except TerralexError as error:
            feedback.reportError(str(error), True)
            return False
        return True

    def take_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The layer and where to look at it, on the main thread; may raise TerralexError."""
        self.source = describe_layer(self.parameterAsRasterLayer(parameters, INPUT, context))
        self.extents: list[Extent] = self._extents(parameters, context)

    def take_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """What else has to be done on the main thread; may raise TerralexError."""

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            return self.ask(parameters, context, feedback)
        except TerralexError as error:
            if feedback.isCanceled():
                return {}
            raise QgsProcessingException(str(error)) from error
        finally:
            # Copies of layers go while QGIS is there, whoever keeps this object.
            self.source = self.features = None

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """The work; may raise TerralexError."""
        raise NotImplementedError

    def client(self, feedback: QgsProcessingFeedback) -> Client:
        """The server, for this run."""
        return Client(self.connection, feedback)

    def named_layers(self, client: Client, feedback: QgsProcessingFeedback) -> list[tuple[str, Extent | None]]:
        """Ids under which the server knows the layer, each with its extent."""
        limit = self.settings.max_pixels
        return name_layer(client, self.source, self.extents, self.ground_m, limit, sending(teller(feedback)))

    def asked(
        self, inputs: Mapping[str, Any], client: Client, feedback: QgsProcessingFeedback
    ) -> list[Mapping[str, Any]]:
        """Inputs of a process for each extent."""
        return [
            {**self.common(layer_id), **({} if extent is None else {"extent": dict(extent.to_json())}), **inputs}
            for layer_id, extent in self.named_layers(client, feedback)
        ]

    def run_each(
        self, process: str, inputs: Mapping[str, Any], feedback: QgsProcessingFeedback
    ) -> list[Mapping[str, Any]]:
        """Run a process for every extent; the outputs of each."""
        client = self.client(feedback)
        return list(run_each(client, process, self.asked(inputs, client, feedback), teller(feedback)))

    def common(self, layer_id: str) -> dict[str, Any]:
        """Inputs of every process."""
        return {"layer": layer_id, "model": self.model or None, "window_m": self.window_sizes_m or None}

    def _extents(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Extent]:
        box = self.parameterAsExtent(parameters, EXTENT, context)
        if box.isNull() or box.isEmpty():
            return []
        crs = self.parameterAsExtentCrs(parameters, EXTENT, context)
        extents = extents_in(box, crs, self.source.crs, self.source.bounds, context.transformContext())
        if not extents:
            raise TerralexError(tr("The extent does not intersect the layer {name}.", name=self.source.title))
        return extents


def teller(feedback: QgsProcessingFeedback) -> Tell:
    """A progress callback for Processing that does not repeat a sentence."""
    told = [""]

    def tell(what: str, share: float) -> None:
        if what != told[0]:
            told[0] = what
            feedback.setProgressText(what)
        feedback.setProgress(100 * share)

    return tell


class StyledOnLoad(QgsProcessingLayerPostProcessorInterface):
    """Gives a result its style when QGIS loads it; Processing holds no reference to it, so this module does."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self.style = style
        _styled.append(self)
        del _styled[:-50]

    def postProcessLayer(self, layer: Any, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        layer.loadNamedStyle(self.style)
        layer.triggerRepaint()


_styled: list[StyledOnLoad] = []


def style_on_load(context: QgsProcessingContext, destination: str, style: str) -> None:
    """Let a result be drawn in a style of ours once it is loaded."""
    if context.willLoadLayerOnCompletion(destination):
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(StyledOnLoad(style))


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.replace(";", ",").split(",") if part.strip()]
    except ValueError as error:
        raise TerralexError(tr("{text} is not a list of numbers: write it like 100, 200.", text=text)) from error
