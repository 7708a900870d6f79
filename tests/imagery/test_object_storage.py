"""Objects of an S3-compatible store, read in parts; the store is moto's, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.errors import LayerNotReadable, SourceNotAllowed
from backend.imagery.outgoing import Patience
from backend.imagery.range_fetcher import RangeFetcher

BUCKET = "scenes"
QUICK = Patience(pause_s=0.01, timeout_s=5.0, tries=3)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A client of the store, to which the usual environment leads."""
    moto_server = pytest.importorskip("moto.server", reason="moto is not installed")
    boto3 = pytest.importorskip("boto3")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", address),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", region_name="us-east-1", endpoint_url=address)
    client.create_bucket(Bucket=BUCKET)
    try:
        yield client
    finally:
        server.stop()


def test_parts_of_an_object_are_read_and_a_new_one_is_noticed(store, tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    store.put_object(Bucket=BUCKET, Key="north/a.tif", Body=data)
    with RangeFetcher(buckets=[BUCKET], patience=QUICK) as fetcher:
        file = fetcher.look(f"s3://{BUCKET}/north/a.tif")
        assert file.size == len(data) and file.stamp
        parts = fetcher.fetch(file, [(0, 10), (70_000, 300), (len(data) - 5, 5)])
        assert parts == [data[:10], data[70_000:70_300], data[-5:]]
        store.put_object(Bucket=BUCKET, Key="north/a.tif", Body=data[::-1])
        assert fetcher.look(file.url) != file
        with pytest.raises(LayerNotReadable, match="has changed while it was read"):
            fetcher.fetch(file, [(0, 10)])
        with pytest.raises(LayerNotReadable, match="does not exist"):
            fetcher.look(f"s3://{BUCKET}/nothing.tif")
        with pytest.raises(SourceNotAllowed, match="bucket others may not be read"):
            fetcher.look("s3://others/a.tif")
