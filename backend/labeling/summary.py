"""A summary of labels: area and counts by class, and provenance."""

from __future__ import annotations

from typing import Any

import numpy as np

from backend.labeling.features import LabelledFeatures
from backend.labeling.kinds import told_by
from backend.labeling.legend import class_ids, colours, names, titles
from backend.labeling.windows import LabelledWindows


def summary(labelled: LabelledWindows | LabelledFeatures) -> dict[str, Any]:
    """As JSON-compatible values: classes that occur, largest area first, in square metres; counts; the definition of
    each class; provenance.

    ``count`` is the number of cells or features with a label, including "none of the classes".
    """
    label_set = labelled.label_set
    areas = labelled.area_by_class_m2()
    total = sum(areas.values())
    ids = class_ids(labelled.labels.label)
    confidence = labelled.labels.confidence.astype(float)
    rows = []
    for label, area in areas.items():
        (number,) = class_ids(np.array([label], np.int32)).tolist()
        own = ids == number
        rows.append(
            {
                "class_id": number,
                "label": titles(label_set)[number],
                "class": names(label_set)[number],
                "colour": colours(label_set)[number],
                "area_m2": round(area, 2),
                "share": round(area / total, 6) if total else None,
                "count": int(own.sum()),
                "mean_confidence": round(float(confidence[own].mean()), 4),
            }
        )
    facts: dict[str, Any] = {"count": len(labelled.labels), "area_m2": round(total, 2), "classes": rows}
    if isinstance(labelled, LabelledWindows):
        facts |= {"windows": labelled.windows}
    else:
        facts |= {
            "windows": int(labelled.windows.sum()),
            "features": len(labelled.features),
            "unlabelled": dict(labelled.unlabelled()),
        }
    languages = labelled.provenance.asked.languages
    facts["told_by"] = [told_by(label, languages) for label in label_set.classes]
    return {**facts, "provenance": labelled.provenance.to_dict()}
