"""DINO's self-distillation (arXiv 2104.14294): local views of the student learn from the teacher's global views."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.distributed import Group


class SelfDistillationLoss(nn.Module):
    """Cross entropy between the teacher's centred, sharpened output and the student's (equations 1 and 2).

    The centre (equation 4) is a buffer and so part of a checkpoint. It changes only in :meth:`update_centre`, after a
    successful step, so that a skipped step has no effect.
    """

    centre: Tensor

    def __init__(self, prototypes: int, student_temperature: float = 0.1, centre_momentum: float = 0.9) -> None:
        super().__init__()
        self.student_temperature = student_temperature
        self.centre_momentum = centre_momentum
        self.register_buffer("centre", torch.zeros(prototypes))

    def forward(self, student: Tensor, teacher: Tensor, teacher_temperature: float) -> Tensor:
        """Mean over all pairs of a teacher view and a *different* student view, and over images.

        Args:
            student: float32 ``[s, n, k]``, head outputs; the first ``t`` views are the teacher's, in the same order.
            teacher: float32 ``[t, n, k]``, head outputs of the global views; without gradient.
            teacher_temperature: the teacher's temperature at this step.

        Raises:
            ValueError: there is no pair of different views.
        """
        views_s, views_t, images = len(student), len(teacher), student.shape[1]
        pairs = views_s * views_t - min(views_s, views_t)
        if pairs == 0:
            raise ValueError("Self-distillation needs at least two views.")
        target = F.softmax((teacher.detach() - self.centre) / teacher_temperature, dim=-1)
        guess = F.log_softmax(student / self.student_temperature, dim=-1)
        cross_entropy = -torch.einsum("tnk,snk->ts", target, guess)
        same = torch.eye(views_t, views_s, dtype=torch.bool, device=cross_entropy.device)
        return cross_entropy.masked_fill(same, 0).sum() / (pairs * images)

    @torch.no_grad()
    def update_centre(self, teacher: Tensor, group: Group) -> None:
        """Move the centre towards the mean teacher output of all processes."""
        batch_centre = group.mean(teacher.mean((0, 1)))
        self.centre.mul_(self.centre_momentum).add_(batch_centre, alpha=1 - self.centre_momentum)
