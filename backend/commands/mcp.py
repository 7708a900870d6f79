"""``terralex mcp``: search and label as tools for agents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend.errors import BadOption


@click.command("mcp")
@click.option(
    "--data-root",
    "data_roots",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder whose rasters the agent may use; may be repeated.",
)
@click.option("--state-dir", metavar="DIR", type=click.Path(path_type=Path), help="Folder for results.")
@click.option("--index", metavar="DIR", type=click.Path(path_type=Path), help="Folder for indexes.")
@click.option("--model", metavar="ID", help="Model to use when a call names none.  [default: terralex-mini]")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), help="Device for the models.  [default: auto]")
@click.option("--offline", is_flag=True, default=None, help="Never download a model.")
def mcp_command(**options: Any) -> None:
    """Offer search and labelling to an agent, over the Model Context Protocol on standard input and output.

    The agent starts this command itself: name it in the agent's configuration. Needs pip install 'terralex[mcp]'.
    """
    from backend.settings import load_settings

    settings = load_settings(**{name: None if value == () else value for name, value in options.items()})
    try:
        import mcp  # noqa: F401
    except ImportError as error:
        raise BadOption("The Model Context Protocol is not installed: pip install 'terralex[mcp]'.") from error

    from backend.agents.server import serve
    from backend.agents.toolbox import toolbox
    from backend.storage.private_folder import keep_to_ourselves

    keep_to_ourselves()
    with toolbox(settings) as tools:
        serve(tools)
