"""Where things are: pure functions of mission time; no graphics, no wall clock."""
