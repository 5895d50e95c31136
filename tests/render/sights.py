"""Views for tests, and where things must appear in them, worked out without the renderer."""

import math

import numpy as np

from render.layers import Layers
from render.looks import look
from render.view import View

WORLD = Layers(cupola=False, labels=False)
EVEN = Layers(cupola=False, labels=False, waves=False)
"""The world with airglow as even as the tables that it is compared with."""
CAMERA = look("camera")


def view_along(moment, direction_gcrs, size, fov_deg, roll_deg=0.0):
    """Return a view whose axis is a GCRS direction, with the zenith up but for `roll_deg`."""
    forward = moment.cupola_from_gcrs @ (direction_gcrs / np.linalg.norm(direction_gcrs))
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    c, s = math.cos(math.radians(roll_deg)), math.sin(math.radians(roll_deg))
    axes = np.stack([c * right - s * up, s * right + c * up, -forward], axis=1)
    return View.symmetric(axes, size, math.radians(fov_deg))


def aft_view(moment, size, fov_deg=50.0, elevation_deg=-22.0):
    """Return a view aft in LVLH at an elevation."""
    e = math.radians(elevation_deg)
    lvlh = np.array([-math.cos(e), 0.0, -math.sin(e)])
    return view_along(moment, moment.lvlh_from_gcrs.T @ lvlh, size, fov_deg)


def pixel_of(moment, view, direction_gcrs):
    """Return (x, y) from the top left, in pixels, pixel centres at .5; nan behind the eye."""
    eye = view.cupola_from_eye.T @ moment.cupola_from_gcrs @ np.asarray(direction_gcrs).T
    left, right, down, up = view.tangents
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (eye[0] / -eye[2] - left) / (right - left) * view.size[0]
        y = (up - eye[1] / -eye[2]) / (up - down) * view.size[1]
    return np.where(eye[2] < 0, x, np.nan), np.where(eye[2] < 0, y, np.nan)


def solid_angles(view):
    """Return (H, W) the solid angle of every pixel in sr."""
    left, right, down, up = view.tangents
    width, height = view.size
    x = left + (np.arange(width) + 0.5) * (right - left) / width
    y = up - (np.arange(height) + 0.5) * (up - down) / height
    pixel = (right - left) * (up - down) / (width * height)
    return pixel / (1.0 + x[None, :] ** 2 + y[:, None] ** 2) ** 1.5


def rays_down_the_middle(moment, view):
    """Return (H, 3) GCRS unit vectors of the middle column's pixels, from the top."""
    left, right, down, up = view.tangents
    rows = up - (np.arange(view.size[1]) + 0.5) * (up - down) / view.size[1]
    middle = (left + right) / 2 + (right - left) / view.size[0] / 2
    eye = np.stack([np.full_like(rows, middle), rows, -np.ones_like(rows)], axis=1)
    rays = eye @ view.cupola_from_eye.T @ moment.cupola_from_gcrs
    return rays / np.linalg.norm(rays, axis=1)[:, None]


def rays_of(moment, view):
    """Return (H, W, 3) GCRS unit vectors of all pixels, rows from the top."""
    left, right, down, up = view.tangents
    width, height = view.size
    x = left + (np.arange(width) + 0.5) * (right - left) / width
    y = up - (np.arange(height) + 0.5) * (up - down) / height
    eye = np.stack([*np.meshgrid(x, y), -np.ones((height, width))], axis=-1)
    rays = eye @ view.cupola_from_eye.T @ moment.cupola_from_gcrs
    return rays / np.linalg.norm(rays, axis=-1, keepdims=True)
