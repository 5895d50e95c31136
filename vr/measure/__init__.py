"""What `cupola bench` measures, one thing a module."""
