"""``terralex serve``: the service."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import click

STOPPED = 130


@click.command("serve")
@click.option("--config", metavar="FILE", type=click.Path(path_type=Path), help="Settings file (TOML).")
@click.option("--host", metavar="ADDRESS", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", metavar="N", type=int, help="Port to listen on; 0 picks a free one.  [default: 8765]")
@click.option(
    "--allow-host", "allowed_hosts", metavar="NAME", multiple=True, help="A host name clients may use; may be repeated."
)
@click.option(
    "--state-dir", metavar="DIR", type=click.Path(path_type=Path), help="Folder for jobs, results and uploads."
)
@click.option("--index", metavar="DIR", type=click.Path(path_type=Path), help="Folder for indexes.")
@click.option(
    "--data-root",
    "data_roots",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder whose rasters clients may open by path; may be repeated.",
)
@click.option(
    "--online-host",
    "online_hosts",
    metavar="HOST",
    multiple=True,
    help="A tile server that layers may use; may be repeated.",
)
@click.option(
    "--token-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File with the token; created if missing.  [default: a new token, printed once]",
)
@click.option("--model", metavar="ID", help="Model to use when a request names none.  [default: terralex-mini]")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), help="Device for the models.  [default: auto]")
@click.option("--offline", is_flag=True, default=None, help="Never download a model.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="[default: text]")
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="[default: info]")
def serve_command(config: Path | None, **options: Any) -> int:
    """Serve searches, labels and jobs over HTTP, protected by a token, until stopped by a signal.

    Prints one line when ready, and the token if it is not in a file. Every option can also be set in the settings file
    and in the environment (TERRALEX_PORT=8765, TERRALEX_LIMITS__MAX_TOP=500).
    """
    from backend.settings import load_settings

    given = {name: None if value == () else value for name, value in options.items()}
    settings = load_settings(config, **given)

    from backend.api.auth import service_token
    from backend.api.logs import configure_logging
    from backend.api.server import address, listen
    from backend.storage.private_folder import keep_to_ourselves

    configure_logging(settings)
    keep_to_ourselves()
    token = service_token(settings)
    with listen(settings.host, settings.port) as listener:
        # Only now what takes seconds to import: a wrong setting or a port in use is told at once.
        from backend.api.app import create_app
        from backend.api.results import Preferences
        from backend.api.server import serve
        from backend.api.telemetry import stop_tracing
        from backend.jobs.engine import Engine

        engine = Engine(settings)
        try:
            app = create_app(engine, token.value)
            engine.start()
            Preferences.forget_expired(settings.state_dir, engine.jobs)

            def ready() -> None:
                if token.tell:
                    click.echo(f"Token: {token.value}")
                click.echo(f"Terralex serves on {address(listener)}")

            stopped_by = serve(app, listener, ready)
            stop_tracing(app)
        finally:
            engine.stop()
    return STOPPED if stopped_by == signal.SIGINT else 0
