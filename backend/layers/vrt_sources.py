"""The files that a VRT reads. It could name any file or host, run code or serve raw bytes; only known parts pass."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from backend.errors import LayerNotReadable
from backend.layers.side_files import open_regular

MAX_VRT_BYTES = 32 * 1024**2
_MAX_DEPTH = 32
_ROOT = "vrtdataset"
_FILES = frozenset({"sourcefilename", "sourcedataset"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Everything a VRT of plain, warped or pansharpened sources is made of, in lower case, as GDAL compares names. GDAL
# takes an attribute and a child element of one name for the same thing, so what is not listed is refused.
_ELEMENTS = _words(
    """
    vrtdataset srs geotransform metadata mdi vrtrasterband description unittype offset scale categorynames
    category colorinterp colortable entry nodatavalue hidenodatavalue maskband overview overviewlist histograms
    histitem histmin histmax bucketcount includeoutofrange approximate histcounts simplesource complexsource
    averagedsource nodatafrommasksource kernelfilteredsource sourcefilename sourceband sourceproperties srcrect
    dstrect nodata scaleoffset scaleratio lut exponent srcmin srcmax dstmin dstmax clamp colortablecomponent
    usemaskband maskvaluethreshold remappedvalue kernel size coefs gcplist gcp blockxsize blockysize
    gdalwarpoptions warpmemorylimit resamplealg workingdatatype option sourcedataset transformer
    approxtransformer maxerror basetransformer genimgprojtransformer srcgeotransform srcinvgeotransform
    dstgeotransform dstinvgeotransform reprojecttransformer reprojectiontransformer sourcesrs targetsrs options
    reprojectionoptions bandlist bandmapping srcnodatareal srcnodataimag dstnodatareal dstnodataimag
    dstalphaband srcalphaband cutline cutlineblenddist pansharpeningoptions algorithm algorithmoptions weights
    resampling numthreads bitdepth spatialextentadjustment panchroband spectralband
    """
)
_ATTRIBUTES = _words(
    """
    rasterxsize rasterysize subclass dataaxistosrsaxismapping coordinateepoch domain format key datatype band
    blockxsize blockysize c1 c2 c3 c4 resampling relativetovrt shared xoff yoff xsize ysize normalized name src
    dst dstband projection id pixel line x y z mask
    """
)
_SUBCLASSES = _words(
    """
    vrtwarpeddataset vrtpansharpeneddataset vrtsourcedrasterband vrtwarpedrasterband vrtpansharpenedrasterband
    vrtmaskband
    """
)
_LINKING_DOMAINS = ("overviews", "geolocation", "derived_subdatasets", "proxy_overview_request")


def vrt_sources(file: Path) -> list[tuple[str, bool]] | None:
    """Sources of a VRT: their name, and whether it is relative to the VRT's folder; None if the file is no VRT.

    GDAL recognises a VRT by its content, whatever its name, and so do we.

    Raises:
        LayerNotReadable: the VRT uses anything but plain, warped or pansharpened sources, or is not well formed.
    """
    try:
        with open_regular(file) as stream:
            head = stream.read(4096)
            if file.suffix.lower() != ".vrt" and b"<vrtdataset" not in head.lower():
                return None
            content = head + stream.read(MAX_VRT_BYTES - len(head) + 1)
    except OSError as error:
        raise LayerNotReadable(f"{file.name} cannot be opened ({error.strerror}): check its permissions.") from error
    if b"<vrtdataset" not in content.lower():
        return None
    if len(content) > MAX_VRT_BYTES:
        raise LayerNotReadable(
            f"{file.name} is a VRT of more than {MAX_VRT_BYTES // 1024**2} MiB: convert it to a single file with "
            "gdal_translate."
        )
    return _Description(file.name).read(content)


class _Description:
    """One pass over the XML; entities and document types are refused unread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._attributes: dict[str, str] = {}
        self._text: str | None = None
        self._free_metadata = False
        self._sources: list[tuple[str, bool]] = []

    def read(self, content: bytes) -> list[tuple[str, bool]]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a document type")
        parser.EntityDeclHandler = lambda *_: self._refuse("an entity")
        # GDAL ends a file name where one of these begins.
        parser.CommentHandler = lambda _: self._refuse_inside_name("a comment")
        parser.ProcessingInstructionHandler = lambda *_: self._refuse_inside_name("an instruction")
        parser.StartCdataSectionHandler = lambda: self._refuse_inside_name("a CDATA section")
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, ValueError) as error:
            raise LayerNotReadable(
                f"{self._name} is not a well-formed VRT: build it again with gdalbuildvrt."
            ) from error
        return self._sources

    def _refuse(self, what: str) -> None:
        raise LayerNotReadable(
            f"{self._name} is a VRT with {what}, which this server does not read: convert it to a single file with "
            "gdal_translate."
        )

    def _refuse_inside_name(self, what: str) -> None:
        if self._text is not None:
            self._refuse(f"{what} in a file name")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._refuse_inside_name("an element")
        element = tag.lower()
        if not self._path and element != _ROOT:
            self._refuse(f"the element {tag[:40]!r} around it")
        inside_metadata = "metadata" in self._path
        self._path.append(element)
        if len(self._path) > _MAX_DEPTH:
            self._refuse("elements nested too deep")
        named = {name.lower(): value.strip() for name, value in attributes.items()}
        if len(named) != len(attributes):
            self._refuse("an attribute given twice")
        if inside_metadata:
            if element != "mdi" and not self._free_metadata:
                self._refuse(f"the element {tag[:40]!r}")
            if "overview_file" in " ".join(named.values()).lower():
                self._refuse("overviews elsewhere")
            return
        if element not in _ELEMENTS:
            self._refuse(f"the element {tag[:40]!r}")
        for name, value in named.items():
            self._refuse_attribute(name, value)
        if element == "metadata":
            self._free_metadata = named.get("format", "").lower() == "xml"
        if element in _FILES:
            self._attributes, self._text = named, ""

    def _refuse_attribute(self, name: str, value: str) -> None:
        if name not in _ATTRIBUTES:
            self._refuse(f"the attribute {name[:40]!r}")
        if name == "subclass" and value.lower() not in _SUBCLASSES:
            self._refuse(f"{value[:40]!r}")
        if name == "domain" and value.lower() in _LINKING_DOMAINS:
            self._refuse(f"metadata of {value[:40]!r}")
        if name == "relativetovrt" and value not in ("0", "1"):
            self._refuse(f"relativeToVRT {value[:40]!r}")

    def _data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def _end(self, _: str) -> None:
        if self._path.pop() in _FILES and self._text is not None:
            self._sources.append((self._text, self._attributes.get("relativetovrt") == "1"))
            self._text = None
