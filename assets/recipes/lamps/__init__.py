"""How the lamps of the world's towns are made: streets from vectors, brightness from a satellite.

`budget` reads how much light each pixel of the satellite's picture gives; `towns` finds the towns,
`glow` and `streets` lay points along their streets, `colours` gives them a colour, `villages` does
villages and roads, `gather` brings all of that together; `residual` adds hamlets and gas flares,
`balance` scales everything to the budget, `by_hand` adds what no source holds and `pack` writes.
Run it with `python -m assets.recipes.lamps`.
"""
