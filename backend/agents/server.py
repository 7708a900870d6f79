"""The tools over the Model Context Protocol, by its official SDK, on standard input and output.

The SDK points file descriptor 1 at stderr while it serves, so that nothing a library prints disturbs the protocol.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from functools import partial

import anyio
import anyio.from_thread
import anyio.to_thread
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ToolDescription

from backend import __version__
from backend.agents.tool import Answer, Tool
from backend.agents.toolbox import Toolbox
from backend.errors import TerralexError
from backend.jobs.process import Run
from backend.progress import Progress

INSTRUCTIONS = (
    "Terralex searches and labels georeferenced imagery with words. List the layers first, then search or label one; "
    "coordinates are longitude and latitude unless a CRS is named."
)
logger = logging.getLogger(__name__)

Context = ServerRequestContext[dict[str, object]]


def server(toolbox: Toolbox) -> Server:
    """A server of these tools."""

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_description(tool) for tool in toolbox.tools.values()])

    async def call_tool(context: Context, asked: CallToolRequestParams) -> CallToolResult:
        tool = toolbox.tools.get(asked.name)
        if tool is None:
            return _refusal(f"There is no tool {asked.name!r}: choose one of {', '.join(toolbox.tools)}.")
        return await _called(context, tool, asked.arguments or {})

    return Server(
        "terralex",
        version=__version__,
        title="Terralex",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve(toolbox: Toolbox) -> None:
    """Serve the agent at the other end of standard input and output until it disconnects."""

    async def talk() -> None:
        one = server(toolbox)
        async with stdio_server() as (read, write):
            await one.run(read, write, one.create_initialization_options())

    anyio.run(talk)


def _description(tool: Tool) -> ToolDescription:
    hints = ToolAnnotations(title=tool.title, read_only_hint=tool.read_only, destructive_hint=False)
    return ToolDescription(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=dict(tool.schema),
        annotations=hints,
    )


async def _called(context: Context, tool: Tool, arguments: Mapping[str, object]) -> CallToolResult:
    """Run a tool in a thread; progress goes to the client, and the work ends if the client cancels it."""
    stop = threading.Event()
    tell, told = anyio.create_memory_object_stream[Progress](float("inf"))
    token = anyio.lowlevel.current_token()

    def report(progress: Progress) -> None:
        anyio.from_thread.run_sync(tell.send_nowait, progress, token=token)

    async def pass_on() -> None:
        last = -1.0
        async for progress in told:
            if progress.share > last:  # the protocol wants it to increase
                last = progress.share
                await context.session.report_progress(last, 1.0, progress.sentence)

    async def stop_when_given_up() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            stop.set()

    async with anyio.create_task_group() as beside:
        beside.start_soon(stop_when_given_up)
        beside.start_soon(pass_on)
        answer = await anyio.to_thread.run_sync(partial(_attempt, tool, arguments, Run(report, stop.is_set)))
        tell.close()
        while told.statistics().current_buffer_used:
            await anyio.lowlevel.checkpoint()
        beside.cancel_scope.cancel()
    return answer


def _attempt(tool: Tool, arguments: Mapping[str, object], run: Run) -> CallToolResult:
    try:
        answer: Answer = tool.call(arguments, run)
    except TerralexError as error:
        return _refusal(str(error))
    except Exception as error:
        logger.exception("The tool %s failed", tool.name)
        said = " ".join(str(error).split()) or "no message"
        return _refusal(f"Terralex failed with {type(error).__name__}: {said}.")
    text = json.dumps(answer, ensure_ascii=False)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=answer)


def _refusal(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)
