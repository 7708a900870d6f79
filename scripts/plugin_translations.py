"""Keep ``qgis_plugin/i18n/*.ts`` in step with the code: texts that are new are added, those that have gone removed.

A text is what stands in ``tr("...")``, in ``TITLE`` and ``HELP`` of an algorithm, or is the title of a preset. With
``--check`` nothing is written and the exit code says whether every language has every text. With ``--list`` the texts
are printed.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
CODE = REPOSITORY / "qgis_plugin"
LANGUAGES = ("en", "pt", "es", "fr", "de", "nl", "it", "zh", "ko", "ru")
CONTEXT = "Terralex"
CLASS_TEXTS = frozenset({"TITLE", "HELP"})
_FIELD = re.compile(r"\{\w+\}")


def texts() -> list[str]:
    """Every text of the code, in the order of files."""
    found: dict[str, None] = {}
    for file in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and node.args:
                if isinstance(node.args[0], ast.Constant):
                    found[str(node.args[0].value)] = None
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                named = {target.id for target in node.targets if isinstance(target, ast.Name)}
                if named & CLASS_TEXTS and node.value.value:
                    found[str(node.value.value)] = None
    for preset in sorted((REPOSITORY / "resources" / "label_sets").glob("*.json")):
        found[str(json.loads(preset.read_text(encoding="utf-8"))["title"])] = None
    return list(found)


def read(language: str) -> dict[str, str]:
    """Translations of a language that are there."""
    file = CODE / "i18n" / f"terralex_{language}.ts"
    if not file.exists():
        return {}
    messages = ElementTree.parse(file).getroot().iter("message")
    return {str(one.findtext("source")): str(one.findtext("translation") or "") for one in messages}


def write(language: str, translations: dict[str, str]) -> None:
    """Write the file of a language, texts in the order of the code."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for source in texts():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        translated = source if language == "en" else translations.get(source, "")
        element = ElementTree.SubElement(message, "translation")
        element.text = translated
        if not translated:
            element.set("type", "unfinished")
    ElementTree.indent(root, " ")
    file = CODE / "i18n" / f"terralex_{language}.ts"
    body = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def problems() -> list[str]:
    """What is missing or wrong in any language."""
    wanted, found = texts(), []
    for language in LANGUAGES:
        there = read(language)
        for source in wanted:
            translated = there.get(source, "")
            if not translated:
                found.append(f"{language}: not translated: {source}")
            elif sorted(_FIELD.findall(source)) != sorted(_FIELD.findall(translated)):
                found.append(f"{language}: other {{fields}} than the text: {source}")
        found += [f"{language}: no longer used: {source}" for source in there if source not in wanted]
    return found


if __name__ == "__main__":
    if "--list" in sys.argv:
        print("\n".join(texts()))
    elif "--check" in sys.argv:
        wrong = problems()
        print("\n".join(wrong))
        sys.exit(bool(wrong))
    else:
        for code in LANGUAGES:
            write(code, read(code))
