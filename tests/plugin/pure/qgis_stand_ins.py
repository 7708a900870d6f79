"""The plugin on Qt 6 where no QGIS for Qt 6 is: ``qgis.PyQt`` is the real PyQt6, QGIS's own classes are stand-ins.

What can be learned so is whether our modules import and our widgets live on Qt 6; nothing of QGIS is tested here.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from PyQt6 import QtCore, QtGui, QtNetwork, QtWidgets, QtXml, sip


class _AnyClass(type(QtCore.QObject)):  # type: ignore[misc]
    """A class in which every name is found: another class like it."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _AnyClass(name, (Anything,), {})
        setattr(cls, name, made)
        return made

    def __or__(cls, other: Any) -> Any:
        return cls


class Anything(QtCore.QObject, metaclass=_AnyClass):
    """An object of QGIS that takes whatever is asked of it."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Whatever()

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())


class _Whatever:
    """A method, or a signal that nobody sends."""

    def __call__(self, *_: Any, **__: Any) -> Anything:
        return Anything()

    def connect(self, *_: Any) -> None:
        return

    def disconnect(self, *_: Any) -> None:
        return


class LayerBox(QtWidgets.QComboBox):
    """What of ``QgsMapLayerComboBox`` is used besides being a box."""

    layerChanged = QtCore.pyqtSignal(object)

    def setFilters(self, *_: Any) -> None:
        return

    def setExceptedLayerList(self, *_: Any) -> None:
        return

    def setAllowEmptyLayer(self, *_: Any) -> None:
        return

    def currentLayer(self) -> None:
        return None

    def setLayer(self, *_: Any) -> None:
        return


class GroupBox(QtWidgets.QGroupBox):
    """What of ``QgsCollapsibleGroupBox`` is used besides being a box."""

    collapsedStateChanged = QtCore.pyqtSignal(bool)

    def setCollapsed(self, *_: Any) -> None:
        return

    def setSaveCollapsedState(self, *_: Any) -> None:
        return


_WIDGETS = {
    "QgsCollapsibleGroupBox": GroupBox,
    "QgsDockWidget": QtWidgets.QDockWidget,
    "QgsMapLayerComboBox": LayerBox,
    "QgsOptionsPageWidget": QtWidgets.QWidget,
    "QgsPasswordLineEdit": QtWidgets.QLineEdit,
}


class _AnyModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _WIDGETS.get(name) or _AnyClass(name, (Anything,), {})
        setattr(self, name, made)
        return made


def install(profile: str) -> None:
    """Let ``import qgis`` find all this; the plugin writes in the folder ``profile``."""
    qgis, pyqt = types.ModuleType("qgis"), types.ModuleType("qgis.PyQt")
    qgis.__path__, pyqt.__path__ = [], []
    core = _AnyModule("qgis.core")
    core.Qgis = _AnyClass("Qgis", (Anything,), {"QGIS_VERSION_INT": 40000, "QGIS_VERSION": "4.0.0"})
    of_the_profile = {"qgisSettingsDirPath": staticmethod(lambda: profile), "locale": staticmethod(lambda: "en")}
    core.QgsApplication = _AnyClass("QgsApplication", (Anything,), of_the_profile)
    core.QgsSettings = _Settings
    core.NULL = None
    modules = {"qgis": qgis, "qgis.PyQt": pyqt, "qgis.core": core, "qgis.gui": _AnyModule("qgis.gui")}
    modules |= {"osgeo": _AnyModule("osgeo"), "qgis.PyQt.sip": sip}
    for module in (QtCore, QtGui, QtNetwork, QtWidgets, QtXml):
        modules[f"qgis.PyQt.{module.__name__.rpartition('.')[2]}"] = module
    for name, module in modules.items():
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, module)


class _Settings:
    """Nothing was saved."""

    def value(self, key: str, default: Any = None, type: Any = None) -> Any:
        return default

    def setValue(self, key: str, value: Any) -> None:
        return

    def remove(self, key: str) -> None:
        return
