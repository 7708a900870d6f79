"""The commands of ``terralex``, one per file. Heavy imports happen only when a command runs."""
