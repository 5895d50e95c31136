"""What the visitor is led through: a script of beats, its captions, and where they are seen."""
