"""What a picture shows when nobody says: aft, just under the limb, where the launch climbs."""

AZIMUTH_DEG = 180.0
ELEVATION_DEG = -20.0
ROLL_DEG = 0.0
FOV_DEG = 50.0
SIZE = (1920, 1080)
IPD_MM = 63.0
"""Between the eyes; the mean of adults (Dodgson 2004, Proc. SPIE 5291, 36)."""

FILM_FROM, FILM_TO = -30.0, 870.0
"""s from lift-off: what the astronaut filmed."""
FILM_RATE = 10.0
"""Mission seconds a second of film."""
FILM_FPS = "30"
EXPOSURE = 0.5
"""s of mission time that the shutter of the astronaut's camera stood open for each picture."""
