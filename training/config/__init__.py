"""What a run is told: its data and its settings, as typed tables of one TOML file."""
