"""Compare labels with a reference layer; needs no server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsSpatialIndex,
    QgsWkbTypes,
)

from ..compat import (
    FIELD_DOUBLE,
    FIELD_STRING,
    POINT_SOURCE,
    POLYGON_SOURCE,
    TABLE_SOURCE,
    QgsProcessingException,
    is_null,
)
from ..core.errors import OutputNotWritable
from ..core.translation import tr
from .algorithm import TerralexAlgorithm

if TYPE_CHECKING:
    from ..core.accuracy import Agreement, ReportWords

LABELLED, LABEL_FIELD, REFERENCE, REFERENCE_FIELD = "LABELS", "LABEL_FIELD", "REFERENCE", "REFERENCE_FIELD"
WEIGHT, MATRIX, REPORT = "WEIGHT", "MATRIX", "REPORT"
BY_FEATURE, BY_AREA = range(2)
SCORES = ("precision", "recall", "f1")


class CompareLabels(TerralexAlgorithm):
    """Confusion matrix, accuracy and F1 by class."""

    NAME = "comparelabels"
    TITLE = "Compare labels with a reference"
    HELP = (
        "Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall "
        "and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; "
        "by area, the overlapping area is counted, in square units of the reference layer's CRS."
    )
    GROUP = "labels"

    def initAlgorithm(self, configuration: Mapping[str, Any] | None = None) -> None:
        polygons = [POLYGON_SOURCE]
        self.addParameter(QgsProcessingParameterFeatureSource(LABELLED, tr("Labels"), polygons))
        self.addParameter(QgsProcessingParameterField(LABEL_FIELD, tr("Field with the label"), "label", LABELLED))
        known = [*polygons, POINT_SOURCE]
        self.addParameter(QgsProcessingParameterFeatureSource(REFERENCE, tr("Reference"), known))
        self.addParameter(QgsProcessingParameterField(REFERENCE_FIELD, tr("Field with the class"), None, REFERENCE))
        ways = [tr("By feature"), tr("By area")]
        self.addParameter(QgsProcessingParameterEnum(WEIGHT, tr("Count"), ways, False, BY_FEATURE))
        table = TABLE_SOURCE
        self.addParameter(QgsProcessingParameterFeatureSink(MATRIX, tr("Confusion matrix"), table))
        report = QgsProcessingParameterFileDestination(REPORT, tr("Report"), "HTML (*.html)", None, True)
        self.addParameter(report)
        for name, title in (("ACCURACY", tr("Accuracy")), ("KAPPA", "Kappa"), ("MACRO_F1", tr("Mean F1"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        return True

    def ask(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..core.accuracy import compare, to_html

        labels = self.parameterAsSource(parameters, LABELLED, context)
        reference = self.parameterAsSource(parameters, REFERENCE, context)
        by_area = self.parameterAsEnum(parameters, WEIGHT, context) == BY_AREA
        names = (
            self.parameterAsString(parameters, REFERENCE_FIELD, context),
            self.parameterAsString(parameters, LABEL_FIELD, context),
        )
        agreement = compare(_pairs(reference, labels, names, by_area, context, feedback))
        if not agreement.total:
            raise QgsProcessingException(tr("Labels and reference do not overlap: check both layers."))
        results = {
            "ACCURACY": agreement.accuracy,
            "KAPPA": agreement.kappa,
            "MACRO_F1": agreement.macro_f1,
            MATRIX: self._write_matrix(agreement, parameters, context),
        }
        report = self.parameterAsFileOutput(parameters, REPORT, context)
        if report:
            try:
                Path(report).write_text(to_html(agreement, _report_words()), encoding="utf-8")
            except OSError as error:
                reason = error.strerror or str(error)
                name = Path(report).name
                raise OutputNotWritable(tr("{file} cannot be written: {reason}.", file=name, reason=reason)) from error
            results[REPORT] = report
        feedback.pushInfo(
            tr(
                "Accuracy {accuracy}, mean F1 {f1}",
                accuracy=f"{agreement.accuracy:.4f}",
                f1=f"{agreement.macro_f1:.4f}",
            )
        )
        return results

    def _write_matrix(self, agreement: Agreement, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        fields = QgsFields()
        fields.append(QgsField("reference", FIELD_STRING))
        taken = {"reference", *SCORES}
        for name in agreement.classes:
            # A class may be called like one of our columns.
            while name.casefold() in taken:
                name = f"{name}_"
            taken.add(name.casefold())
            fields.append(QgsField(name, FIELD_DOUBLE))
        for name in SCORES:
            fields.append(QgsField(name, FIELD_DOUBLE))
        kind = QgsWkbTypes.Type.NoGeometry
        sink, where = self.parameterAsSink(parameters, MATRIX, context, fields, kind)
        for one in agreement.classes:
            row = QgsFeature(fields)
            counts = [agreement.matrix.get((one, other), 0.0) for other in agreement.classes]
            scores = [agreement.precision(one), agreement.recall(one), agreement.f1(one)]
            row.setAttributes([one, *counts, *scores])
            sink.addFeature(row)
        del sink
        return str(where)


def _report_words() -> ReportWords:
    from ..core.accuracy import ReportWords

    return ReportWords(
        tr("Labels and reference"),
        tr("Accuracy"),
        tr("Mean F1"),
        tr("Compared"),
        tr("Confusion matrix"),
        tr("Rows are the reference, columns the labels; the darker, the larger the share of the row."),
        tr("By class"),
        tr("Precision"),
        tr("Recall"),
        tr("Reference"),
    )


def _pairs(
    reference: QgsProcessingFeatureSource,
    labels: QgsProcessingFeatureSource,
    names: tuple[str, str],
    by_area: bool,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> Iterator[tuple[str, str, float]]:
    """(reference, label, weight) of everything that both say something about."""
    move = QgsCoordinateTransform(labels.sourceCrs(), reference.sourceCrs(), context.transformContext())
    index, shapes = QgsSpatialIndex(), {}
    for feature in labels.getFeatures():
        label = feature[names[1]]
        if is_null(label) or not feature.hasGeometry():
            continue
        geometry = feature.geometry()
        geometry.transform(move)
        feature.setGeometry(geometry)
        index.addFeature(feature)
        shapes[feature.id()] = (geometry, str(label))
    total = max(reference.featureCount(), 1)
    for number, feature in enumerate(reference.getFeatures()):
        if feedback.isCanceled():
            return
        feedback.setProgress(100 * number / total)
        known = feature[names[0]]
        if is_null(known) or not feature.hasGeometry():
            continue
        yield from _of_one(feature.geometry(), str(known), index, shapes, by_area)


def _of_one(
    geometry: QgsGeometry, known: str, index: QgsSpatialIndex, shapes: Mapping[int, Any], by_area: bool
) -> Iterator[tuple[str, str, float]]:
    if by_area:
        for candidate in index.intersects(geometry.boundingBox()):
            shape, label = shapes[candidate]
            area = shape.intersection(geometry).area()
            if area > 0:
                yield known, label, area
        return
    point = geometry.pointOnSurface()
    for candidate in index.intersects(point.boundingBox()):
        shape, label = shapes[candidate]
        if shape.contains(point):
            yield known, label, 1.0
            return
