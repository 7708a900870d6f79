"""Weather, season and sensor: everything between the ground and the stored picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites.canvas import CANVAS_PX, texture

Look = Literal["plain", "dark", "hazy", "snow", "winter", "dry"]
LOOKS: tuple[Look, ...] = ("plain", "dark", "hazy", "snow", "winter", "dry")
_SHARES = (0.70, 0.07, 0.09, 0.05, 0.05, 0.04)
PICTURE_PX = 224


@dataclass(frozen=True)
class Camera:
    """Camera settings: look, pixels per side of the window, blur in pixels, noise and JPEG quality."""

    look: Look
    sensor_px: int
    blur_px: float
    noise: float
    quality: int


def draw_camera(rng: np.random.Generator, window_m: float, finest_m: float = 0.08, look: Look | None = None) -> Camera:
    """A camera with at least 48 pixels per side of the window, at most as many as the canvas."""
    most = min(CANVAS_PX, window_m / finest_m)
    sensor = int(np.exp(rng.uniform(np.log(48), np.log(max(most, 56)))))
    sensor = max(sensor, int(np.exp(rng.uniform(np.log(48), np.log(max(most, 56))))))  # favours fine pictures
    chosen = look or LOOKS[int(rng.choice(len(LOOKS), p=_SHARES))]
    return Camera(chosen, sensor, float(rng.uniform(0.0, 0.8)), float(rng.uniform(0.5, 4.5)), int(rng.integers(45, 96)))


def cover_ground(rgb: NDArray[np.uint8], look: Look, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Snow, bare winter or drought on the ground, before anything is drawn on it."""
    if look == "snow":
        ground = rgb.astype(np.float32)
        grey = ground.mean(2)
        lie = np.clip((grey - 40) / 60 + 0.5 * texture(rng, CANVAS_PX, 0.3, 0.5, 0.8) + 0.7, 0, 1)[..., None]
        white = np.array([226, 230, 236], np.float32) + (grey - grey.mean())[..., None] * 0.25
        return np.asarray(np.clip(ground + (white - ground) * lie * rng.uniform(0.7, 0.97), 0, 255), dtype=np.uint8)
    if look in ("winter", "dry"):
        ground = rgb.astype(np.float32)
        leaf = np.clip((ground[..., 1] - np.maximum(ground[..., 0], ground[..., 2]) + 6) / 24, 0, 1)[..., None]
        tint = np.array([1.12, 0.92, 0.86] if look == "winter" else [1.4, 1.12, 0.9], np.float32)
        return np.asarray(np.clip(ground * (1 + (tint - 1) * leaf), 0, 255), dtype=np.uint8)
    return rgb


def take(rgb: NDArray[np.uint8], camera: Camera, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture of a finished canvas, uint8 ``[224, 224, 3]``."""
    side = camera.sensor_px
    blur = camera.blur_px * CANVAS_PX / side * 0.6
    image = cv2.GaussianBlur(rgb, (0, 0), blur) if blur > 0.45 else rgb
    small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    gain = rng.normal(1.0, 0.035, 3).astype(np.float32) * np.float32(rng.uniform(0.82, 1.15))
    grey = small.mean(2, keepdims=True)
    small = (grey + (small - grey) * np.float32(rng.uniform(0.7, 1.2))) * gain
    if camera.look == "dark":
        small = small * np.float32(rng.uniform(0.3, 0.55))
    elif camera.look == "hazy":
        veil = np.float32(rng.uniform(0.25, 0.55))
        small = small * (1 - veil) + np.array([196, 204, 212], np.float32) * veil
    elif camera.look == "winter":
        small = (small.mean(2, keepdims=True) * 0.35 + small * 0.65) * np.array([0.96, 0.98, 1.03], np.float32)
    small += rng.standard_normal(small.shape[:2], dtype=np.float32)[..., None] * np.float32(camera.noise)
    stored = np.clip(small + 0.5, 0, 255).astype(np.uint8)
    _, code = cv2.imencode(".jpg", stored[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, camera.quality])
    decoded = cv2.imdecode(code, cv2.IMREAD_COLOR)
    assert decoded is not None
    picture = decoded[..., ::-1]
    how = cv2.INTER_AREA if side > PICTURE_PX else cv2.INTER_CUBIC
    return np.ascontiguousarray(cv2.resize(picture, (PICTURE_PX, PICTURE_PX), interpolation=how), dtype=np.uint8)
