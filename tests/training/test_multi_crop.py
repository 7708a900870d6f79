"""Multi-crop views: laws of the crops, of their pixels, and of the numbers they are drawn with."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

from training.config.run import ViewsConfig
from training.views.multi_crop import DrawnViews, draw_views, render_views
from training.views.resampling import crop_resize, resize_weights, through_coarser

CPU = torch.device("cpu")
PLAIN = ViewsConfig(quarter_turns=False, flips=False, brightness=0, contrast=0, saturation=0, grey_share=0)


def picture(height: int, width: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (3, height, width), generator=generator, dtype=torch.uint8)


def one_view(
    box: tuple[int, int, int, int],
    turn: int = 0,
    mirrored: bool = False,
    colour: tuple = (1, 1, 1),
    sampling: float = 1,
):
    return DrawnViews(
        np.array([[box]]),
        np.array([[turn]]),
        np.array([[mirrored]]),
        np.array([[colour]], dtype=np.float32),
        np.array([[sampling]], dtype=np.float32),
    )


@given(st.integers(8, 60), st.integers(8, 60), st.integers(8, 40), st.data())
@settings(max_examples=40, deadline=None)
def test_crops_are_resized_as_torch_does_it(height: int, width: int, size: int, data: st.DataObject) -> None:
    box_h, box_w = data.draw(st.integers(4, height)), data.draw(st.integers(4, width))
    top, left = data.draw(st.integers(0, height - box_h)), data.draw(st.integers(0, width - box_w))
    image = picture(height, width).float().unsqueeze(0)
    ours = crop_resize(image, torch.tensor([[top, left, box_h, box_w]]), size)
    crop = image[:, :, top : top + box_h, left : left + box_w]
    expected = F.interpolate(crop, (size, size), mode="bicubic", antialias=True, align_corners=False)
    assert torch.allclose(ours, expected, atol=0.02)


@given(st.integers(1, 50), st.integers(1, 64), st.integers(0, 10))
@settings(max_examples=40, deadline=None)
def test_resize_weights_sum_to_one_and_stay_inside_the_crop(length: int, size: int, start: int) -> None:
    weights = resize_weights(torch.tensor([start]), torch.tensor([length]), 64, size)[0]
    assert torch.allclose(weights.sum(1), torch.ones(size), atol=1e-5)
    assert not weights[:, :start].any() and not weights[:, start + length :].any()


@given(st.lists(st.integers(8, 40), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_images_go_through_a_coarser_one_as_torch_does_it(sides: list[int]) -> None:
    images = torch.stack([picture(40, 40, seed).float() for seed in range(len(sides))])
    ours = through_coarser(images, torch.tensor(sides))
    for image, side, resampled in zip(images.unsqueeze(1), sides, ours, strict=True):
        coarse = F.interpolate(image, (side, side), mode="bicubic", antialias=True)
        expected = F.interpolate(coarse, (40, 40), mode="bicubic", antialias=True)[0]
        assert torch.allclose(resampled, expected, atol=0.02)


@given(st.integers(8, 300), st.integers(8, 300), st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_crops_lie_in_the_image_and_have_the_asked_share_of_it(height: int, width: int, seed: int) -> None:
    config = ViewsConfig(global_count=2, local_count=6)
    drawn = draw_views(config, [(height, width)], seed, 3, [0])
    top, left, box_h, box_w = drawn.boxes[0].T
    assert (top >= 0).all() and (left >= 0).all()
    assert (top + box_h <= height).all() and (left + box_w <= width).all()
    share = box_h * box_w / (height * width)
    if min(height, width) > 100:  # no crop is cut to the smallest side or at the image's edge by much
        assert (share[:2] > 0.33).all() and (share[2:] < 0.45).all() and (share[2:] > 0.04).all()


def test_a_view_depends_on_seed_step_and_place_alone() -> None:
    config = ViewsConfig()
    sizes = [(40, 50), (64, 64), (40, 50)]
    whole = draw_views(config, sizes, 7, 5, [0, 1, 2])
    second = draw_views(config, sizes[1:], 7, 5, [1, 2])
    assert np.array_equal(whole.boxes[1:], second.boxes) and np.array_equal(whole.colour[1:], second.colour)
    assert not np.array_equal(whole.boxes[0], whole.boxes[2])
    for other in (draw_views(config, sizes, 8, 5, [0, 1, 2]), draw_views(config, sizes, 7, 6, [0, 1, 2])):
        assert not np.array_equal(whole.boxes, other.boxes)


def test_images_of_several_sizes_are_rendered_as_each_alone() -> None:
    config = ViewsConfig(local_count=2, coarse_share=0.5)
    images = [picture(40, 50, 1), picture(64, 64, 2), picture(40, 50, 3)]
    drawn = draw_views(config, [(i.shape[1], i.shape[2]) for i in images], 1, 1, [0, 1, 2])
    together = render_views(images, drawn, 24, CPU)
    assert together.shape == (4, 3, 3, 24, 24)
    for row, image in enumerate(images):
        mine = DrawnViews(*(drawn_of_all[row : row + 1] for drawn_of_all in vars(drawn).values()))
        assert torch.allclose(render_views([image], mine, 24, CPU)[:, 0], together[:, row], atol=1e-3)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [False, True])
def test_turns_and_mirror_images_move_pixels_and_change_none(turn: int, mirrored: bool) -> None:
    image = picture(20, 20)
    view = render_views([image], one_view((0, 0, 20, 20), turn, mirrored), 20, CPU)[0, 0]
    expected = torch.rot90(image.flip(2) if mirrored else image, turn, (1, 2)).float()
    assert torch.allclose(view, expected, atol=1e-2)


def test_a_coarser_sensor_loses_what_is_small_and_keeps_what_is_large() -> None:
    stripes = torch.zeros(3, 64, 64, dtype=torch.uint8)
    stripes[:, :, ::2] = 200
    halves = torch.zeros(3, 64, 64, dtype=torch.uint8)
    halves[:, :, 32:] = 200
    fine, coarse = (one_view((0, 0, 64, 64), sampling=share) for share in (1, 0.25))
    assert render_views([stripes], fine, 64, CPU).std() > 90
    assert render_views([stripes], coarse, 64, CPU).std() < 15
    assert torch.allclose(render_views([halves], coarse, 64, CPU)[..., :20], torch.zeros(20), atol=4)
    drawn = draw_views(ViewsConfig(coarse_share=0.5), [(50, 50)] * 50, 0, 0, range(50))
    assert 0.4 < (drawn.sampling < 1).mean() < 0.6 and drawn.sampling.min() >= 0.35
    assert (draw_views(ViewsConfig(), [(50, 50)] * 5, 0, 0, range(5)).sampling == 1).all()


def test_every_orientation_is_drawn_and_none_where_they_are_off() -> None:
    drawn = draw_views(ViewsConfig(), [(50, 50)] * 50, 0, 0, range(50))
    assert set(drawn.turns.flatten()) == {0, 1, 2, 3} and set(drawn.mirrored.flatten()) == {False, True}
    still = draw_views(PLAIN, [(50, 50)] * 50, 0, 0, range(50))
    assert not still.turns.any() and not still.mirrored.any() and (still.colour == 1).all()


def test_colour_changes_brightness_contrast_and_saturation() -> None:
    image = picture(16, 16) // 2 + 30
    plain = render_views([image], one_view((0, 0, 16, 16)), 16, CPU)[0, 0]
    bright = render_views([image], one_view((0, 0, 16, 16), colour=(1.2, 1, 1)), 16, CPU)[0, 0]
    flat = render_views([image], one_view((0, 0, 16, 16), colour=(1, 0.5, 1)), 16, CPU)[0, 0]
    grey = render_views([image], one_view((0, 0, 16, 16), colour=(1, 1, 0)), 16, CPU)[0, 0]
    assert torch.allclose(bright, plain * 1.2, atol=1e-3)
    assert float(flat.std()) == pytest.approx(float(plain.std()) / 2, rel=0.05)
    assert torch.allclose(grey[0], grey[1], atol=1e-3) and torch.allclose(grey[1], grey[2], atol=1e-3)


@given(st.integers(0, 500))
@settings(max_examples=20, deadline=None)
def test_pixels_stay_in_their_range(seed: int) -> None:
    config = ViewsConfig(brightness=1, contrast=1, saturation=1)
    drawn = draw_views(config, [(30, 40)], seed, 0, [0])
    pixels = render_views([picture(30, 40, seed)], drawn, 16, CPU)
    assert float(pixels.min()) >= 0 and float(pixels.max()) <= 255
