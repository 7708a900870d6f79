"""The result layer of a search: accept, reject, filter, export. The user may remove it at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt import sip

from .errors import OutputNotWritable
from .extent import WGS84
from .region import ACCEPTED
from .results import STATUS
from .translation import tr

DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}


class ResultLayer:
    """Regions of one search in the project."""

    def __init__(self, layer: QgsVectorLayer, title: str) -> None:
        self._layer = layer
        self.title = title
        self._ids: dict[int, int] = {}
        self._read_ids()
        # Its table moves when the project is saved.
        layer.dataSourceChanged.connect(self._read_ids)

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer; None once the user has removed it."""
        return None if sip.isdeleted(self._layer) else self._layer

    def _read_ids(self) -> None:
        wanted = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        wanted.setSubsetOfAttributes(["rank"], self._layer.fields())
        # Its provider's, for a filter of the relevance hides some.
        self._ids.update({row["rank"]: row.id() for row in self._layer.getFeatures(wanted)})

    def rank_of(self, feature_id: int) -> int | None:
        """The rank of a feature; None if it is none of these regions."""
        return next((rank for rank, own in self._ids.items() if own == feature_id), None)

    def set_status(self, rank: int, status: str) -> None:
        """Write the user's mark of a region."""
        layer = self.layer
        if layer is None or rank not in self._ids:
            return
        field = layer.fields().lookupField(STATUS)
        if layer.isEditable():
            layer.changeAttributeValue(self._ids[rank], field, status)
        else:
            layer.dataProvider().changeAttributeValues({self._ids[rank]: {field: status}})
        layer.triggerRepaint()

    def show_from(self, least: float) -> None:
        """Show only regions at least as relevant as this, 0-1, and those that were accepted."""
        layer = self.layer
        if layer is not None and not layer.isEditable():
            shown = f'"relevance" >= {least - 1e-9:.9f} OR "{STATUS}" = \'{ACCEPTED}\''
            layer.setSubsetString(shown if least > 0 else "")

    def export_accepted(self, name: str) -> int:
        """Write the accepted regions to a file; returns their number.

        Raises:
            OutputNotWritable: the file cannot be written, or the layer is gone.
        """
        layer, file = self.layer, Path(name)
        if layer is None:
            raise OutputNotWritable(tr("The layer with the regions has been removed: search again."))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = DRIVERS.get(file.suffix.lower(), "GPKG")
        options.layerName = file.stem
        options.attributes = [n for n, field in enumerate(layer.fields().toList()) if field.name() != "fid"]
        if options.driverName == "GeoJSON":
            # RFC 7946: longitude and latitude on WGS 84, outer rings counterclockwise.
            wgs84 = QgsCoordinateReferenceSystem(WGS84)
            options.ct = QgsCoordinateTransform(layer.crs(), wgs84, QgsProject.instance())
            options.layerOptions = ["RFC7946=YES"]
        accepted = layer.clone()
        accepted.setSubsetString(f"\"{STATUS}\" = '{ACCEPTED}'")
        context: Any = QgsProject.instance().transformContext()
        error = QgsVectorFileWriter.writeAsVectorFormatV3(accepted, str(file), context, options)
        if error[0] != QgsVectorFileWriter.WriterError.NoError:
            raise OutputNotWritable(
                tr("{file} cannot be written: {reason}.", file=file.name, reason=error[1].rstrip("."))
            )
        return int(accepted.featureCount())
