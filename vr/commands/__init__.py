"""One file a command; each imports what it needs when it runs, so that all start at once."""
