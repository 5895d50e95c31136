"""How the lamps of the world's towns are made: streets from vectors, brightness from a satellite.

`budget` reads how much light each cell of the satellite picture gives, `towns` finds the towns and
villages, `streets` lays points along their streets, `roads` strings some between them, `balance`
scales all of it to the budget, and `pack` writes the file. `python -m assets.recipes.lamps` runs it.
"""
