"""The passes of a frame: one Python file each, its shaders beside it. Passes do not know each other."""
