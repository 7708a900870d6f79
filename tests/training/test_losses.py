"""Losses and the head: equal to the reference implementation, to closed forms, and to finite differences.

The reference is DINO as ``lightly`` implements it, which is installed for these tests alone.
"""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from lightly.loss import DINOLoss
from lightly.models.modules.heads import DINOProjectionHead
from open_clip.loss import ClipLoss

from training.distributed import Group
from training.heads.dino import DinoHead
from training.losses.contrastive import ViewsContrastiveLoss, loss_by_row
from training.losses.labels import label_loss
from training.losses.names import alignment_loss, translation_loss
from training.losses.self_distillation import SelfDistillationLoss
from training.losses.text_space import TextSpaceLoss

ALONE = Group()
seeds = st.integers(0, 10_000)


def random(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def unit(*shape: int, seed: int = 0) -> torch.Tensor:
    return F.normalize(random(*shape, seed=seed), dim=-1)


@given(seeds, st.integers(1, 3), st.integers(0, 4), st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_the_self_distillation_loss_and_centre_equal_lightlys(seed: int, teachers: int, locals_: int, n: int) -> None:
    if teachers + locals_ < 2:
        return
    ours = SelfDistillationLoss(12, student_temperature=0.1, centre_momentum=0.9)
    theirs = DINOLoss(output_dim=12, student_temp=0.1, center_momentum=0.9)
    for step, temperature in enumerate((0.04, 0.055, 0.07)):
        teacher = random(teachers, n, 12, seed=seed + step).float()
        student = random(teachers + locals_, n, 12, seed=seed + 100 + step).float().requires_grad_(True)
        expected = theirs(list(teacher), list(student), teacher_temp=temperature)
        (wanted,) = torch.autograd.grad(expected, student)
        loss = ours(student, teacher, temperature)
        (gradient,) = torch.autograd.grad(loss, student)
        ours.update_centre(teacher, ALONE)
        assert torch.allclose(loss, expected, atol=1e-5)
        assert torch.allclose(gradient, wanted, atol=1e-5)
        assert torch.allclose(ours.centre, theirs.center.flatten(), atol=1e-5)


@pytest.mark.filterwarnings("ignore:.*weight_norm:FutureWarning")
@given(seeds)
@settings(max_examples=10, deadline=None)
def test_the_head_learns_as_lightlys_from_the_same_weights(seed: int) -> None:
    """Outputs and gradients, then the weights after steps in and after the epoch in which the last layer rests."""
    torch.manual_seed(seed)
    ours = DinoHead(10, 20, hidden=16, bottleneck=8)
    with torch.no_grad():  # as first drawn the projection is nearly zero, and its direction mostly rounding
        for parameter in ours.layers.parameters():
            parameter.mul_(20)
    theirs = DINOProjectionHead(10, 16, 8, 20, freeze_last_layer=1)
    theirs.layers.load_state_dict(ours.layers.state_dict())
    theirs.last_layer.weight_v.data.copy_(ours.prototypes.weight.data)
    optimisers = [torch.optim.SGD([p for p in head.parameters() if p.requires_grad], 0.1) for head in (ours, theirs)]
    start = ours.prototypes.weight.detach().clone()
    for epoch in range(3):
        embeddings = random(5, 10, seed=seed + epoch).float().requires_grad_(True)
        wanted = random(5, 20, seed=seed + 50 + epoch).float()
        outputs = [head(embeddings) for head in (ours, theirs)]
        assert torch.allclose(*outputs, atol=1e-5)
        gradients = [torch.autograd.grad((o * wanted).sum(), embeddings, retain_graph=True)[0] for o in outputs]
        assert torch.allclose(*gradients, atol=1e-5)
        for optimiser, output in zip(optimisers, outputs, strict=True):
            optimiser.zero_grad()
            (output * wanted).sum().backward()
        if epoch == 0:
            ours.drop_last_layer_gradient()
        theirs.cancel_last_layer_gradients(epoch)
        for optimiser in optimisers:
            optimiser.step()
        assert torch.equal(ours.prototypes.weight, start) == (epoch == 0)
        assert torch.allclose(ours.prototypes.weight, theirs.last_layer.weight_v, atol=1e-5)
        expected = theirs.layers.state_dict()
        assert all(torch.allclose(value, expected[name], atol=1e-5) for name, value in ours.layers.state_dict().items())


def test_head_outputs_are_cosines_whatever_the_length_of_the_prototypes() -> None:
    head = DinoHead(6, 9, hidden=8, bottleneck=4)
    before = head(random(7, 6).float())
    with torch.no_grad():
        head.prototypes.weight.mul_(torch.rand(9, 1) * 5 + 0.1)
    assert torch.allclose(head(random(7, 6).float()), before, atol=1e-6)
    assert before.abs().max() <= 1 + 1e-6


def test_self_distillation_compares_no_view_with_itself() -> None:
    loss = SelfDistillationLoss(5).double()
    teacher, student = random(2, 3, 5, seed=1), random(2, 3, 5, seed=2)
    target = F.softmax(teacher / 0.04, -1)
    guess = F.log_softmax(student / 0.1, -1)
    by_hand = (-(target[0] * guess[1]).sum(-1).mean() - (target[1] * guess[0]).sum(-1).mean()) / 2
    assert float(loss(student, teacher, 0.04)) == pytest.approx(float(by_hand), abs=1e-6)


def test_one_view_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two views"):
        SelfDistillationLoss(5)(torch.zeros(1, 3, 5), torch.zeros(1, 3, 5), 0.04)


def test_uniform_outputs_cost_the_logarithm_of_the_prototypes() -> None:
    loss = SelfDistillationLoss(32)(torch.zeros(4, 3, 32), torch.zeros(2, 3, 32), 0.05)
    assert float(loss) == pytest.approx(math.log(32), rel=1e-5)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_no_student_does_better_than_the_teachers_own_distribution(seed: int) -> None:
    """Gibbs: cross entropy is least where the student's distribution is the teacher's, and is its entropy there."""
    loss = SelfDistillationLoss(6, student_temperature=0.1).double()
    teacher = random(1, 4, 6, seed=seed).repeat(2, 1, 1)
    same = teacher * 0.1 / 0.05
    other = random(2, 4, 6, seed=seed + 1)
    target = F.softmax(teacher / 0.05, -1)
    entropy = -(target * target.log()).sum(-1).mean()
    assert float(loss(same, teacher, 0.05)) == pytest.approx(float(entropy), abs=1e-5)
    assert float(loss(other, teacher, 0.05)) >= float(entropy) - 1e-6


def test_gradients_are_those_of_finite_differences() -> None:
    target = torch.tensor([0, 2, -1, 1])
    scale = torch.tensor(5.0, dtype=torch.float64, requires_grad=True)
    distil = SelfDistillationLoss(6, student_temperature=0.5).double()
    distil.centre += 0.1
    teacher, student = random(2, 3, 6, seed=1), random(3, 3, 6, seed=2).requires_grad_(True)
    assert torch.autograd.gradcheck(lambda s: distil(s, teacher, 0.5), (student,))
    images, names = unit(4, 5, seed=3).requires_grad_(True), unit(4, 5, seed=4).requires_grad_(True)
    classes = unit(3, 5, seed=5).requires_grad_(True)
    assert torch.autograd.gradcheck(lambda i, c, s: label_loss(i, c, target, s), (images, classes, scale))
    assert torch.autograd.gradcheck(lambda e, o, s: alignment_loss(e, [o, o.flip(0)], s), (images, names, scale))
    clip = ViewsContrastiveLoss(ALONE)
    assert torch.autograd.gradcheck(lambda i, t, s: clip([i, t], [t, i], s), (images, names, scale))


def test_contrastive_loss_of_views_is_the_mean_of_open_clips() -> None:
    images, texts, scale = unit(2, 6, 8, seed=1), unit(2, 6, 8, seed=2), torch.tensor(10.0)
    each = [ClipLoss()(i, t, scale) for i, t in zip(images, texts, strict=True)]
    assert torch.allclose(ViewsContrastiveLoss(ALONE)(images, texts, scale), torch.stack(each).mean())
    assert torch.allclose(loss_by_row(images[0], texts[0], scale).mean(), each[0])


def test_captions_that_mean_the_same_are_no_negatives() -> None:
    images, texts, scale = unit(4, 8, seed=1), unit(4, 8, seed=2), torch.tensor(10.0)
    meanings = torch.tensor([[7, 3, 7, 5]])
    allowed = torch.tensor([[1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 1, 1], [1, 1, 1, 1]], dtype=torch.bool)
    logits = (scale * images @ texts.T).masked_fill(~allowed, -torch.inf)
    own = torch.arange(4)
    expected = (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
    assert torch.allclose(ViewsContrastiveLoss(ALONE)([images], [texts], scale, meanings), expected)
    all_apart = ViewsContrastiveLoss(ALONE)([images], [texts], scale, torch.arange(4).unsqueeze(0))
    assert torch.allclose(all_apart, ViewsContrastiveLoss(ALONE)([images], [texts], scale))


def test_indistinguishable_pairs_cost_the_logarithm_of_the_batch() -> None:
    same = torch.ones(7, 3, dtype=torch.float64) / math.sqrt(3)
    loss = ViewsContrastiveLoss(ALONE)([same], [same], torch.tensor(50.0))
    assert float(loss) == pytest.approx(math.log(7))


def test_images_without_a_class_cost_nothing_and_move_nothing() -> None:
    images = unit(3, 4).requires_grad_(True)
    loss = label_loss(images, unit(2, 4), torch.tensor([-1, -1, -1]), torch.tensor(9.0))
    (gradient,) = torch.autograd.grad(loss, images)
    assert float(loss.detach()) == 0 and not gradient.any()


@given(seeds, st.permutations(range(5)))
@settings(max_examples=15, deadline=None)
def test_the_order_of_a_batch_does_not_matter(seed: int, order: list[int]) -> None:
    images, texts, scale = unit(5, 4, seed=seed), unit(5, 4, seed=seed + 1), torch.tensor(7.0)
    clip = ViewsContrastiveLoss(ALONE)
    assert torch.allclose(clip([images], [texts], scale), clip([images[order]], [texts[order]], scale))
    distil = SelfDistillationLoss(4)
    teacher, student = random(2, 5, 4, seed=seed).float(), random(3, 5, 4, seed=seed + 1).float()
    before, after = distil(student, teacher, 0.07), distil(student[:, order], teacher[:, order], 0.07)
    assert torch.allclose(before, after, atol=1e-6)


def test_text_space_is_kept_by_the_teachers_features_whatever_their_length() -> None:
    taught, centre = random(5, 8, seed=1), random(8, seed=2)
    loss = TextSpaceLoss(centre)
    assert torch.allclose(loss(taught, taught), torch.tensor(0.0, dtype=torch.float64), atol=1e-12)
    assert torch.allclose(loss(centre + 3 * (taught - centre), taught), loss(taught, taught), atol=1e-12)
    assert torch.allclose(loss(2 * centre - taught, taught), torch.tensor(2.0, dtype=torch.float64))
    moved = (taught + 0.1).requires_grad_(True)
    assert torch.autograd.gradcheck(lambda f: loss(f, taught), (moved,))


def test_names_of_several_languages_are_each_aligned_with_the_english_ones() -> None:
    english, german, korean, scale = unit(4, 8, seed=1), unit(4, 8, seed=2), unit(4, 8, seed=3), torch.tensor(7.0)
    each = [alignment_loss(english, [other], scale) for other in (german, korean)]
    assert torch.allclose(alignment_loss(english, [german, korean], scale), torch.stack(each).mean())
    assert torch.allclose(each[0], ClipLoss()(english, german, scale))


def test_translations_move_to_their_english_wording_which_stays() -> None:
    english, german, korean = (unit(4, 8, seed=seed).requires_grad_(True) for seed in (1, 2, 3))
    loss = translation_loss(english, [german, korean])
    cosines = torch.stack([(english * german).sum(-1), (english * korean).sum(-1)])
    assert torch.allclose(loss, 1 - cosines.mean())
    assert torch.allclose(translation_loss(english, [english]), torch.zeros((), dtype=english.dtype), atol=1e-12)
    loss.backward()
    assert english.grad is None and german.grad is not None
    assert torch.allclose(german.grad, -english.detach() / 8)
