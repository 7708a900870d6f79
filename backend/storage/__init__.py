"""What must survive a power cut or stay within bounds: files that are whole, SQLite files, locks, bounded memory."""
