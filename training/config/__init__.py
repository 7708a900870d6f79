"""The configuration of a run: data and settings, as typed tables of one TOML file."""
