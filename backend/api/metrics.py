"""Prometheus metrics: finished requests, and the state of the engine at the time of scraping."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from backend.jobs.engine import Engine
from backend.jobs.job import JobStatus

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMetrics:
    """Counts and times requests by route pattern, so that ids do not create separate series."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "terralex_http_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "terralex_http_request_seconds", "Time to answer", ["method", "route"], buckets=BUCKETS_S, registry=registry
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request has been answered."""
        method = method if method in KNOWN_METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class EngineCollector(Collector):
    """Jobs, windows, models and the device, read when the metrics are scraped."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        jobs = GaugeMetricFamily("terralex_jobs", "Jobs in the store by status", labels=["status"])
        for status in JobStatus:
            jobs.add_metric([status.value], self._engine.jobs.count(status))
        yield jobs
        windows = GaugeMetricFamily(
            "terralex_index_windows", "Windows in the grids of the indexes", labels=["model", "complete"]
        )
        totals: dict[tuple[str, str], int] = {}
        for summary in self._engine.indexes():
            key = summary.manifest.model_id, str(summary.manifest.complete).lower()
            totals[key] = totals.get(key, 0) + summary.manifest.total_windows
        for key, count in totals.items():
            windows.add_metric(list(key), count)
        yield windows
        models = GaugeMetricFamily("terralex_model_bytes", "Models in memory", labels=["model", "revision"])
        for model in self._engine.models.loaded():
            models.add_metric([model.id, model.revision], model.bytes)
        yield models
        device = GaugeMetricFamily("terralex_device_info", "Device that models run on", labels=["device"])
        device.add_metric([self._engine.settings.device], 1)
        yield device


def service_registry(engine: Engine) -> CollectorRegistry:
    """A registry with the metrics of one service and of its process."""
    registry = CollectorRegistry()
    registry.register(EngineCollector(engine))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry
