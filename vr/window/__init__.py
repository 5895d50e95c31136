"""The show in a desktop window, with mouse and keys."""
