"""Layers of an online source: fetched in the background, tried again, resumed, stopped."""

from __future__ import annotations

import time

import pytest

from backend.errors import Cancelled, LayerNotFound, SourceNotAllowed
from backend.layers.layer_table import LayerTable
from backend.layers.online import OnlineSource
from backend.layers.registry import LayerRegistry


def online(server, mode: str = "good", extent=(8.53, 47.36, 8.55, 47.38), **other) -> OnlineSource:
    return OnlineSource(server.host, f"/{mode}/{{z}}/{{x}}/{{y}}", 14, extent, scheme="http", **other)


def wait_for(layers: LayerRegistry, layer_id: str, state: str) -> None:
    until = time.monotonic() + 20
    while layers.get(layer_id).state != state and time.monotonic() < until:
        time.sleep(0.02)
    assert layers.get(layer_id).state == state


def test_an_online_source_is_fetched_and_named_once(start, server):
    layers, _ = start([server.host])
    source = online(server, "missing", attribution="© Somebody")
    layer = layers.add_online(source, "Aerial")
    assert layers.add_online(source).id == layer.id
    wait_for(layers, layer.id, "ready")
    done = layers.get(layer.id)
    assert done.title == "Aerial" and done.info["attribution"] == "© Somebody" and done.info["crs"] == "EPSG:3857"
    assert 0 < done.info["missing_tiles"] == len(done.info["missing"]) < done.info["tiles"]
    assert len(server.asked) == done.info["tiles"]
    assert layers.add_online(source) == done and len(server.asked) == done.info["tiles"]
    assert layers.path(layer.id).is_file()


def test_an_online_source_elsewhere_is_refused(start, server):
    layers, _ = start(["tiles.example.org"])
    with pytest.raises(SourceNotAllowed):
        layers.add_online(online(server))
    assert layers.list() == [] and server.asked == []


def test_an_online_source_that_fails_says_why_and_can_be_tried_again(start, server):
    layers, _ = start([server.host])
    layer = layers.add_online(online(server, "forbidden"))
    wait_for(layers, layer.id, "failed")
    assert "answered 403" in (layers.get(layer.id).error or "")
    with pytest.raises(LayerNotFound, match=r"failed: .*answered 403"):
        layers.path(layer.id)
    before = len(server.asked)
    layers.add_online(online(server, "forbidden"))
    wait_for(layers, layer.id, "failed")
    assert len(server.asked) > before


def test_a_failed_source_tried_again_at_once_is_not_left_waiting(start, server, monkeypatch):
    layers, _ = start([server.host])
    change = LayerTable.change

    def slow_to_leave(table, layer_id, **values):
        changed = change(table, layer_id, **values)
        if values.get("state") == "failed":
            time.sleep(0.3)
        return changed

    monkeypatch.setattr(LayerTable, "change", slow_to_leave)
    layer = layers.add_online(online(server, "forbidden"))
    wait_for(layers, layer.id, "failed")
    before = len(server.asked)
    assert layers.add_online(online(server, "forbidden")).state == "incomplete"
    wait_for(layers, layer.id, "failed")
    assert len(server.asked) > before


def test_an_online_source_goes_on_after_a_restart(start, server, quick):
    source = online(server, "slow", (8.5, 47.33, 8.6, 47.38))
    layers, _ = start([server.host])
    layer = layers.add_online(source)
    while layers.get(layer.id).share < 0.2:
        time.sleep(0.05)
    layers.close()
    asked = len(server.asked)
    again, _ = start([server.host])
    share = again.get(layer.id).share
    assert 0.2 <= share < 1 and again.get(layer.id).state == "incomplete"
    again.resume()
    wait_for(again, layer.id, "ready")
    total = again.get(layer.id).info["tiles"]
    assert len(server.asked) - asked <= total - round(share * total) + quick.at_once


def test_completing_can_be_stopped_and_tells_its_progress(start, server):
    layers, _ = start([server.host])
    told: list[float] = []
    layer = layers.add_online(online(server, "slow", (8.5, 47.33, 8.6, 47.38)))
    with pytest.raises(Cancelled):
        layers.complete(layer.id, cancelled=lambda: True)
    done = layers.complete(layer.id, lambda share, _: told.append(share))
    assert done.state == "ready" and told == sorted(told)


def test_removing_a_layer_stops_its_fetching(start, server):
    layers, _ = start([server.host])
    layer = layers.add_online(online(server, "slow", (8.4, 47.2, 8.7, 47.5)))
    while not layers.get(layer.id).share:
        time.sleep(0.02)
    layers.remove(layer.id)
    time.sleep(0.6)
    asked = len(server.asked)
    time.sleep(0.5)
    assert len(server.asked) == asked and layers.list() == []
