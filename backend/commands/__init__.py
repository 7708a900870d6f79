"""The commands of ``terralex``, one a file. Modules here import nothing heavy: a command does, when it runs."""
