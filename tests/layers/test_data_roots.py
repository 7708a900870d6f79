"""A client names files inside the data roots, and nothing leads out of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rasterio.shutil import copy

from backend.errors import LayerNotFound, LayerNotReadable, SourceMissing, TerralexError
from backend.imagery.layer import open_layer
from backend.layers.data_roots import DataRoots


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "sub").mkdir(parents=True)
    return folder


@pytest.fixture
def secret(tmp_path: Path, write_tif) -> Path:
    return write_tif(tmp_path / "secret" / "secret.tif", 7)


def refusal(root: Path, asked: str) -> str:
    with pytest.raises(LayerNotFound) as error:
        DataRoots([root]).resolve(asked)
    return str(error.value)


def test_a_file_is_found_by_its_absolute_path_or_relative_to_a_root(root, tmp_path, write_tif):
    file = write_tif(root / "sub" / "a.tif")
    roots = DataRoots([tmp_path / "none", root])
    assert roots.resolve("sub/a.tif") == roots.resolve(str(file)) == file.resolve()


def test_links_inside_the_roots_are_followed(root, write_tif):
    file = write_tif(root / "sub" / "a.tif")
    (root / "link.tif").symlink_to(file)
    assert DataRoots([root]).resolve("link.tif") == file.resolve()


@pytest.mark.parametrize(
    "asked",
    [
        "../secret/secret.tif",
        "sub/../../secret/secret.tif",
        "sub\\..\\..\\secret\\secret.tif",
        "sub/../a.tif",
        "/vsicurl/http://127.0.0.1/a.tif",
        "/VSIMEM/a.tif",
        "/vsizip//vsicurl/http://127.0.0.1/a.zip",
        "sub//vsizip/a.zip",
        "http://127.0.0.1/a.tif",
        "file:///etc/passwd",
        "<VRTDataset rasterXSize='1' rasterYSize='1'/>",
        "GTIFF_DIR:1:a.tif",
        "NETCDF:a.nc:band",
        "zip:a.zip",
        "a.tif\0.png",
        "a.tif\n",
        " a.tif",
        "~/a.tif",
        "//host/share/a.tif",
        "a" * 5000,
        "sub/" * 900 + "a.tif",
        "",
        ".",
        "sub",
        "missing.tif",
        "/etc/passwd",
        "/proc/self/environ",
    ],
)
def test_what_is_no_plain_file_inside_is_refused(root, write_tif, secret, asked):
    write_tif(root / "a.tif")
    text = refusal(root, asked)
    assert text.endswith(".") and "\n" not in text and str(root) not in text


def test_a_link_that_leads_out_is_refused(root, secret):
    (root / "link.tif").symlink_to(secret)
    (root / "folder").symlink_to(secret.parent)
    refusal(root, "link.tif")
    refusal(root, "folder/secret.tif")
    refusal(root, str(root / "folder" / "secret.tif"))


def test_links_in_a_circle_are_refused(root):
    (root / "one.tif").symlink_to(root / "two.tif")
    (root / "two.tif").symlink_to(root / "one.tif")
    refusal(root, "one.tif")


def test_the_error_does_not_tell_whether_a_file_outside_exists(root, secret):
    missing = secret.with_name("absent.tif")
    there, absent = refusal(root, str(secret)), refusal(root, str(missing))
    assert there.replace(str(secret), "X") == absent.replace(str(missing), "X")
    (root / "good.tif").symlink_to(secret)
    (root / "dead.tif").symlink_to(missing)
    assert refusal(root, "good.tif").replace("good", "dead") == refusal(root, "dead.tif")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file(root):
    os.mkfifo(root / "pipe.tif")
    refusal(root, "pipe.tif")


PAM = "<PAMDataset><Metadata domain='OVERVIEWS'>NOTES</Metadata></PAMDataset>"
_PIECES = st.sampled_from(
    [
        "..",
        ".",
        "",
        "sub",
        "a.tif",
        "out",
        "in",
        "secret",
        "secret.tif",
        "/",
        "\\",
        "/vsimem",
        "x:",
        "~",
        "é",
        " ",
        "%2e%2e",
    ]
)


@example(["out", "secret.tif"], True)
@example(["..", "secret", "secret.tif"], False)
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES | st.text(max_size=4), max_size=7), absolute=st.booleans())
def test_whatever_is_asked_the_answer_lies_inside_the_roots(root, secret, write_tif, pieces, absolute):
    if not (root / "a.tif").exists():
        write_tif(root / "a.tif")
        (root / "out").symlink_to(secret.parent)
        (root / "in").symlink_to(root / "sub")
    asked = "/".join(pieces)
    try:
        found = DataRoots([root]).resolve(f"{root}/{asked}" if absolute else asked)
    except TerralexError:
        return
    assert found.is_file() and found == found.resolve() and found.is_relative_to(root.resolve())


def vrt_of(source: Path, vrt: Path) -> Path:
    copy(source, vrt, driver="VRT")
    return vrt


def test_a_vrt_whose_sources_lie_inside_is_let_by(root, write_tif):
    source = write_tif(root / "sub" / "a.tif")
    beside = vrt_of(source, root / "sub" / "beside.vrt")
    above = vrt_of(source, root / "above.vrt")
    nested = vrt_of(above, root / "nested.vrt")
    down = vrt_of(write_tif(root / "b.tif"), root / "sub" / "down.vrt")
    absolute = root / "absolute.vrt"
    absolute.write_text(above.read_text().replace('relativeToVRT="1">sub/a.tif', f'relativeToVRT="0">{source}'))
    for vrt in (beside, above, nested, down, absolute):
        assert DataRoots([root]).resolve(str(vrt)) == vrt
        assert open_layer(vrt).info.width == 64


def test_warped_and_pansharpened_vrts_of_gdal_are_let_by(root, write_tif):
    import rasterio
    from rasterio.vrt import WarpedVRT

    source = write_tif(root / "a.tif")
    with rasterio.open(source) as dataset, WarpedVRT(dataset, crs="EPSG:4326") as warped:
        copy(warped, root / "warped.vrt", driver="VRT")
    assert "VRTWarpedDataset" in (root / "warped.vrt").read_text()
    assert DataRoots([root]).resolve("warped.vrt").name == "warped.vrt"
    (root / "pan.vrt").write_text(
        '<VRTDataset subClass="VRTPansharpenedDataset"><PansharpeningOptions>'
        '<PanchroBand><SourceFilename relativeToVRT="1">a.tif</SourceFilename><SourceBand>1</SourceBand></PanchroBand>'
        + "".join(
            f'<SpectralBand dstBand="{band}"><SourceFilename relativeToVRT="1">a.tif</SourceFilename>'
            f"<SourceBand>{band}</SourceBand></SpectralBand>"
            for band in (1, 2, 3)
        )
        + "</PansharpeningOptions></VRTDataset>"
    )
    assert open_layer(root / "pan.vrt").info.band_count == 3
    assert DataRoots([root]).resolve("pan.vrt").name == "pan.vrt"


def vrt_text(band: str, attributes: str = "", before: str = "") -> str:
    return (
        f'{before}<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:32632</SRS>'
        "<GeoTransform>500000, 0.5, 0, 5200000, 0, -0.5</GeoTransform>"
        f'<VRTRasterBand dataType="Byte" band="1"{attributes}>{band}</VRTRasterBand></VRTDataset>'
    )


def simple(name: str, relative: object = 1) -> str:
    return f'<SimpleSource><SourceFilename relativeToVRT="{relative}">{name}</SourceFilename></SimpleSource>'


@pytest.mark.parametrize(
    "text",
    [
        vrt_text(simple("../secret/secret.tif")),
        vrt_text(simple("{secret}", 0)),
        vrt_text(simple("{secret}")),
        vrt_text(simple("link.tif")),
        vrt_text(simple("a.tif", 0)),
        vrt_text(simple("/vsicurl/http://127.0.0.1:1/a.tif", 0)),
        vrt_text(simple("&#47;vsicurl/http://127.0.0.1:1/a.tif", 0)),
        vrt_text(simple("http://127.0.0.1:1/a.tif", 0)),
        vrt_text(simple("&lt;GDAL_WMS/&gt;", 0)),
        vrt_text(simple("GTIFF_DIR:1:{secret}", 0)),
        vrt_text(simple("a.tif<!-- -->.png")),
        vrt_text(simple("a.tif", "1 ") + simple("../secret/secret.tif")),
        vrt_text(simple("missing.tif")),
        vrt_text(simple("{secret}", 0).replace("SourceFilename", "sourcefilename")),
        vrt_text('<SimpleSource SourceFilename="{secret}"/>'),
        vrt_text("<SimpleSource><SourceFilename>{secret}<x/></SourceFilename></SimpleSource>"),
        vrt_text(simple("a.tif").replace("relativeToVRT", 'relativetovrt="0" relativeToVRT')),
        vrt_text('<SimpleSource><SourceFilename relativeToVRT="2">a.tif</SourceFilename></SimpleSource>'),
        vrt_text(simple("a.tif") + "<OpenOptions><OOI key='X'>{secret}</OOI></OpenOptions>"),
        vrt_text("<SourceFilename relativeToVRT='1'>a.tif</SourceFilename>", ' subClass="VRTRawRasterBand"'),
        vrt_text("<subClass>VRTRawRasterBand</subClass><SourceFilename relativeToVRT='1'>a.tif</SourceFilename>"),
        vrt_text("<PixelFunctionType>x</PixelFunctionType>" + simple("a.tif"), ' subClass="VRTDerivedRasterBand"'),
        vrt_text(simple("a.tif") + "<PixelFunctionCode>import os</PixelFunctionCode>"),
        vrt_text(simple("&x;"), before='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        vrt_text(simple("a.tif"), before="<!DOCTYPE a>"),
        vrt_text("<Metadata domain='OVERVIEWS'><MDI key='OVERVIEW_FILE'>{secret}</MDI></Metadata>" + simple("a.tif")),
        vrt_text("<Metadata><MDI key='Overview_File'>{secret}</MDI></Metadata>" + simple("a.tif")),
        vrt_text("<Metadata domain='GEOLOCATION'><MDI key='X_DATASET'>{secret}</MDI></Metadata>" + simple("a.tif")),
        vrt_text("<Metadata><domain>OVERVIEWS</domain></Metadata>" + simple("a.tif")),
        vrt_text("<Overview><SourceFilename>{secret}</SourceFilename></Overview>" + simple("a.tif")),
        vrt_text("<MaskBand><VRTRasterBand>" + simple("{secret}", 0) + "</VRTRasterBand></MaskBand>"),
        '<VRTDataset subClass="VRTProcessedDataset"><Input/></VRTDataset>',
        '<VRTDataset subClass="VRTWarpedDataset"><GDALWarpOptions><SourceDataset relativeToVRT="0">{secret}'
        "</SourceDataset></GDALWarpOptions></VRTDataset>",
        "<x>" + vrt_text(simple("a.tif")) + "</x>",
        vrt_text(simple("a.tif"))[:-5],
        "<VRTDataset>" + "<Metadata format='xml'>" * 5000,
        "II*\0 not a VRT at all",
    ],
)
def test_a_vrt_that_leads_elsewhere_is_refused(root, write_tif, secret, text):
    write_tif(root / "a.tif")
    (root / "link.tif").symlink_to(secret)
    (root / "bad.vrt").write_text(text.replace("{secret}", str(secret)))
    for name, what in (("bad.vrt", "bad.vrt"), ("outer.vrt", "")):
        (root / "outer.vrt").write_text(vrt_text(simple("bad.vrt")))
        with pytest.raises(LayerNotReadable) as error:
            DataRoots([root]).resolve(name)
        message = str(error.value)
        assert what in message and str(root) not in message and str(secret) not in message and "\n" not in message


def test_a_vrt_is_known_by_its_content_as_a_source(root, write_tif, secret):
    (root / "disguised.tif").write_text(vrt_text(simple(str(secret), 0)))
    (root / "outer.vrt").write_text(vrt_text(simple("disguised.tif")))
    with pytest.raises(LayerNotReadable):
        DataRoots([root]).resolve("outer.vrt")


@pytest.mark.parametrize("relative", [True, False])
def test_a_vrt_names_the_source_that_has_gone(root, write_tif, relative):
    source = write_tif(root / "sub" / "north.tif")
    copy(source, root / "m.vrt", driver="VRT")
    if not relative:
        text = (root / "m.vrt").read_text()
        (root / "m.vrt").write_text(text.replace('relativeToVRT="1">sub/', f'relativeToVRT="0">{root}/sub/'))
    assert DataRoots([root]).resolve("m.vrt")
    source.unlink()
    with pytest.raises(SourceMissing, match=r"m\.vrt refers to 'north\.tif', which does not exist"):
        DataRoots([root]).resolve("m.vrt")


@pytest.mark.parametrize("there", [True, False])
def test_whether_there_is_a_source_outside_is_not_told(root, write_tif, secret, there):
    copy(write_tif(root / "a.tif"), root / "m.vrt", driver="VRT")
    text = (root / "m.vrt").read_text()
    outside = secret if there else secret.with_name("absent.tif")
    (root / "m.vrt").write_text(text.replace('relativeToVRT="1">a.tif', f'relativeToVRT="0">{outside}'))
    with pytest.raises(LayerNotReadable, match="with a source outside the data folders") as error:
        DataRoots([root]).resolve("m.vrt")
    assert str(secret.parent) not in str(error.value) and not isinstance(error.value, SourceMissing)


def test_vrts_in_vrts_have_an_end(root):
    (root / "self.vrt").write_text(vrt_text(simple("self.vrt")))
    DataRoots([root]).resolve("self.vrt")  # GDAL itself refuses this one
    for depth in range(6):
        (root / f"{depth}.vrt").write_text(vrt_text(simple(f"{depth + 1}.vrt")))
    (root / "6.vrt").write_text(vrt_text(simple("self.vrt")))
    with pytest.raises(LayerNotReadable, match="nested VRTs"):
        DataRoots([root]).resolve("0.vrt")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tif.ovr", "<GDAL_WMS/>"),
        ("a.tif.OVR", "<VRTDataset/>"),
        ("a.tif.msk", "<VRTDataset/>"),
        ("a.tif.aux.xml", PAM.replace("NOTES", "<MDI key='OVERVIEW_FILE'>/etc/passwd</MDI>")),
        (
            "a.tif.aux.xml",
            PAM.replace("NOTES", "<MDI key='overview&#95;file'>:::BASE:::../x.ovr</MDI>"),
        ),
        ("a.tif.aux.xml", PAM.replace("NOTES", "<MDI><key>OVERVIEW_FILE</key>x</MDI>")),
        ("a.tif.aux.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><PAMDataset/>"),
        ("a.tif.aux.xml", "<PAMDataset>"),
    ],
)
def test_side_files_that_lead_elsewhere_are_refused(root, write_tif, name, content):
    write_tif(root / "a.tif")
    (root / name).write_text(content)
    (root / "outer.vrt").write_text(vrt_text(simple("a.tif")))
    for asked in ("a.tif", "outer.vrt"):
        with pytest.raises(LayerNotReadable, match=r"beside a\.tif"):
            DataRoots([root]).resolve(asked)


def test_side_files_that_gdal_makes_are_let_by(root, write_tif):
    import rasterio
    from rasterio.enums import Resampling

    path = write_tif(root / "a.tif", side=1024)
    with rasterio.Env(TIFF_USE_OVR=True), rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4], Resampling.average)
    with rasterio.open(path) as dataset:
        dataset.stats()
    path.with_name("a.tif.aux.xml").write_text(
        PAM.replace("NOTES", "<MDI key='OVERVIEW_FILE'>:::BASE:::a.tif.ovr</MDI>")
    )
    assert (root / "a.tif.ovr").exists()
    assert DataRoots([root]).resolve("a.tif") == path


def test_a_file_that_is_swapped_for_a_link_later_is_refused(root, write_tif, secret):
    roots = DataRoots([root])
    file = roots.resolve(str(write_tif(root / "a.tif")))
    roots.check(file)
    file.unlink()
    with pytest.raises(LayerNotFound, match="no longer where it was"):
        roots.check(file)
    file.symlink_to(secret)
    with pytest.raises(LayerNotFound):
        roots.check(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a matter of POSIX")
@pytest.mark.parametrize(
    "side", [".tif.ovr", ".tif.msk", ".tif.aux.xml", ".tfw", ".TFW", ".imd", ".tif.gfs", "_RPC.TXT"]
)
def test_a_pipe_beside_a_raster_is_refused_and_not_waited_for(root, write_tif, side):
    write_tif(root / "scene.tif")
    os.mkfifo(root / f"scene{side}")
    with pytest.raises(LayerNotReadable, match="pipe"):
        DataRoots([root]).resolve("scene.tif")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a matter of POSIX")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(root):
    os.mkfifo(root / "scene.vrt")
    with pytest.raises((LayerNotReadable, LayerNotFound)):
        DataRoots([root]).resolve("scene.vrt")
