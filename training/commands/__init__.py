"""The subcommands of ``terralex-train``."""
