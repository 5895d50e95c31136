"""A museum's day: the visitor's cycle, the log of visits, the self-test, the station's state."""
