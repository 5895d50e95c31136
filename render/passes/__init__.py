"""The passes of a frame: a Python file each, its shaders beside it. None knows another."""
