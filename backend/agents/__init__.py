"""Terralex for agents that speak the Model Context Protocol: tools over the processes that everybody else uses."""
