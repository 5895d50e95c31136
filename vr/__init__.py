"""Who is looking: headset, window, film, input, the command line."""
