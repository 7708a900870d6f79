"""OpenTelemetry traces, if an endpoint is set and the extra ``telemetry`` is installed."""

from __future__ import annotations

from fastapi import FastAPI

from backend.errors import BadOption
from backend.settings import Settings

SERVICE = "terralex"


def start_tracing(app: FastAPI, settings: Settings) -> None:
    """Send one span per request to ``settings.otlp_endpoint``; does nothing if that is empty.

    Raises:
        BadOption: an endpoint is set and the packages are not installed.
    """
    if not settings.otlp_endpoint:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise BadOption(
            "otlp_endpoint is set but OpenTelemetry is not installed: "
            "pip install 'terralex[telemetry]', or leave it empty."
        ) from error
    provider = TracerProvider(resource=Resource({SERVICE_NAME: SERVICE, SERVICE_VERSION: app.version}))
    exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=provider, excluded_urls="/health,/metrics", exclude_spans=["receive", "send"]
    )
    app.state.tracing = provider


def stop_tracing(app: FastAPI) -> None:
    """Send all pending spans."""
    provider = getattr(app.state, "tracing", None)
    if provider is not None:
        provider.shutdown()
