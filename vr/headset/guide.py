"""What the hands do in the headset, once: the README's table comes from here."""

from __future__ import annotations

HEADSET: tuple[tuple[str, str], ...] = (
    ("Point", "name what you point at"),
    ("Trigger, pinch", "keep a name, choose in the menu; hold for the menu"),
    ("Menu, B, Y", "menu"),
    ("A, X", "hold the time, or let it go on"),
    ("Stick up, down", "time runs faster, slower"),
    ("Stick left, right", "back and ahead in time, while you hold it"),
    ("Stick pressed", "sit at the middle, looking aft"),
    ("Grip, fist", "hold on, and pull yourself along a little"),
    ("A long look", "without hands: name a thing, choose in the menu"),
    ("A look at the mark on the frame below", "without hands: menu"),
)
"""What to do and what comes of it."""
