"""What a kiosk says to visitors, in English; the catalogues have it in the house's languages."""

from __future__ import annotations

CONTEXT = "kiosk"
INVITATION = "Put on the headset"
SUBTITLE = "Stand at the window of the International Space Station"
NOT_READY = "The headset will be ready in a moment"
LOOKING = "“I was looking at that!”"
"""What a visitor says who took the headset off in mid-show."""
COME_BACK = "Put the headset on again, and the show goes on"
PAUSED = "The show goes on in a moment"
CLOSED = "See you tomorrow"
CHOOSE = "Look at your language"
LOADING = "The night is being made ready"

TEXTS = (
    INVITATION,
    SUBTITLE,
    NOT_READY,
    LOOKING,
    COME_BACK,
    PAUSED,
    CLOSED,
    CHOOSE,
    LOADING,
)
