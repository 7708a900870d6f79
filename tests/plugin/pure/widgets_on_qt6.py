"""A program: our widgets made, drawn, typed in and clicked on Qt 6; see ``test_qt6.py``, which starts it."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent.parent
sys.path[:0] = [str(REPOSITORY), str(Path(__file__).resolve().parent)]

import qgis_stand_ins  # noqa: E402

qgis_stand_ins.install(profile=sys.argv[1])

from PyQt6.QtCore import QPoint, Qt  # noqa: E402
from PyQt6.QtGui import QColor, QImage  # noqa: E402
from PyQt6.QtTest import QTest  # noqa: E402
from PyQt6.QtWidgets import QApplication, QWidget  # noqa: E402

import qgis_plugin  # noqa: E402

raised: list[str] = []


def every_module_imports() -> None:
    names = [one.name for one in pkgutil.walk_packages(qgis_plugin.__path__, "qgis_plugin.")]
    assert len(names) > 60
    for name in names:
        importlib.import_module(name)


class Ground:
    """A geometry that is told from others."""

    def __init__(self, number: int) -> None:
        self.number = number

    def asWkb(self) -> bytes:
        return str(self.number).encode()


def regions_are_walked_and_marked_with_keys() -> None:
    from qgis_plugin.core.region import Region
    from qgis_plugin.gui.region_list import RegionList

    regions = [Region(rank, 0.3, 1 - rank / 10, 50.0, 1, Ground(rank)) for rank in (1, 2, 3)]
    view = drawn(RegionList())
    view.show_regions(regions)
    picture = QImage(64, 64, QImage.Format.Format_RGBA8888)
    picture.fill(QColor("green"))
    view.regions.set_picture(regions[0], picture)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_A)
    QTest.keyClick(view, Qt.Key.Key_R)
    assert [view.regions.status(rank) for rank in (1, 2, 3)] == ["accepted", "rejected", ""]
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.current().rank == 2
    told: list[Any] = []
    view.shown.connect(told.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
    assert told and told[-1].rank == 1
    assert all(view.filter.index(0, 0).data(role) is not None for role in (Qt.ItemDataRole.ToolTipRole, 0))
    drawn(view)


def a_query_is_typed_and_suggestions_come() -> None:
    from qgis_plugin.gui.query_edit import QueryEdit

    line = drawn(QueryEdit("de"))
    QTest.keyClicks(line, "Flugh")
    QTest.qWait(150)
    assert any("Flughafen" in one for one in line.suggestions())
    asked: list[bool] = []
    line.submitted.connect(lambda: asked.append(True))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked


def classes_are_edited_and_areas_drawn() -> None:
    from qgis_plugin.core.label_set import LabelClass
    from qgis_plugin.core.label_task import ClassArea
    from qgis_plugin.gui.area_chart import AreaChart
    from qgis_plugin.gui.class_model import NAME, ClassModel
    from qgis_plugin.gui.class_table import ClassTable

    model = ClassModel()
    table = drawn(ClassTable(model))
    model.show([LabelClass("forest"), LabelClass("water")])
    assert model.setData(model.index(1, NAME), "river", Qt.ItemDataRole.EditRole)
    assert [one.name for one in model.classes()] == ["forest", "river"]
    drawn(table)
    chart = AreaChart()
    chart.show_areas([ClassArea("forest", "#00aa00", 5000.0, 0.7), ClassArea("river", "#0000aa", 2000.0, 0.3)])
    drawn(chart)


def the_panels_are_made() -> None:
    from qgis_plugin.core.backend_manager import BackendManager
    from qgis_plugin.gui.label_panel import LabelPanel
    from qgis_plugin.gui.message_line import MessageLine
    from qgis_plugin.gui.options_page import OptionsPage
    from qgis_plugin.gui.search_panel import SearchPanel

    iface = qgis_stand_ins.Anything()
    for language in ("en", "ko"):
        drawn(SearchPanel(iface, language))
        labels = drawn(LabelPanel(iface, language))
        labels.load_preset("eurosat")
        assert len(labels.classes.classes()) == 10
    line = MessageLine()
    line.say("It went wrong.", is_error=True, offer_options=True)
    drawn(line)
    drawn(OptionsPage(BackendManager()))


def a_python_is_found_without_waiting() -> None:
    from qgis_plugin.core.python_search import PythonSearch

    found: list[str] = []
    search = PythonSearch(sys.executable)
    search.found.connect(found.append)
    search.failed.connect(found.append)
    search.start()
    assert not found
    for _ in range(100):
        QTest.qWait(0 if found else 100)
    assert found == [sys.executable]


def drawn(widget: Any) -> Any:
    """Show it and let it paint itself."""
    widget.resize(420, 300)
    widget.show()
    QTest.qWait(10)
    assert isinstance(widget, QWidget) and not widget.grab().toImage().isNull()
    assert not raised, raised[0]
    return widget


CHECKS: tuple[Callable[[], None], ...] = (
    every_module_imports,
    regions_are_walked_and_marked_with_keys,
    a_query_is_typed_and_suggestions_come,
    classes_are_edited_and_areas_drawn,
    the_panels_are_made,
    a_python_is_found_without_waiting,
)


if __name__ == "__main__":
    app = QApplication(["terralex"])
    sys.excepthook = lambda kind, error, trace: raised.append(repr(error))
    failed = 0
    for check in CHECKS:
        try:
            check()
            assert not raised, raised[0]
            print("fine:", check.__name__)
        except Exception:
            import traceback

            failed += 1
            traceback.print_exc()
            raised.clear()
    sys.stdout.flush()
    # Widgets, models and timers are not taken down in any order that Qt likes: there is nothing left to look at.
    import os

    os._exit(failed)
