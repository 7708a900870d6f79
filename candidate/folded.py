"""Late blocks with batch norm folded into the convolutions: faster to train; unfold() writes back into timm's names."""
import torch, torch.nn as nn, torch.nn.functional as F
def fold(conv, bn):
    g = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    w = nn.Parameter((conv.weight * g[:, None, None, None]).detach().clone().to(memory_format=torch.channels_last)); b = nn.Parameter((bn.bias - bn.running_mean * g).detach().clone())
    return w, b
class Late(nn.Module):
    def __init__(self, trunk, first=4):
        super().__init__(); self.ps = nn.ParameterList(); self.ops = []; self.src = []
        def add(conv, bn, act):
            w, b = fold(conv, bn); self.ps.append(w); self.ps.append(b); self.src.append((conv, bn)); return (len(self.ps) - 2, conv.stride, conv.padding, conv.groups, act)
        for blk in trunk.blocks[first:]:
            for m in blk:
                assert type(m).__name__ == "InvertedResidual", type(m)
                self.ops.append(([add(m.conv_pw, m.bn1, True), add(m.conv_dw, m.bn2, True), add(m.conv_pwl, m.bn3, False)], m.has_skip))
        self.ops.append(([add(trunk.conv_head, trunk.bn2, True)], False))
    def forward(self, x):
        for convs, skip in self.ops:
            y = x
            for i, st, pad, g, act in convs:
                y = F.conv2d(y, self.ps[i], self.ps[i + 1], st, pad, 1, g)
                if act: y = F.hardtanh(y, 0., 6., inplace=True) if not torch.is_grad_enabled() else F.relu6(y)
            x = x + y if skip else y
        return x
    @torch.no_grad()
    def unfold(self):
        for k, (conv, bn) in enumerate(self.src):
            conv.weight.copy_(self.ps[2 * k]); bn.weight.fill_(1.); bn.bias.copy_(self.ps[2 * k + 1]); bn.running_mean.zero_(); bn.running_var.fill_(1. - bn.eps)
if __name__ == "__main__":
    import time, open_clip, numpy as np
    from late import late
    clip, _, _ = open_clip.create_model_and_transforms("local-dir:./mini1"); trunk = clip.visual.trunk.eval().to(memory_format=torch.channels_last)
    print([type(m).__name__ for m in trunk.blocks[5]], trunk.blocks[5][0].bn1)
    A = np.memmap("acts.f16", "f2", "r", shape=(43000, 64, 14, 14)); x = torch.from_numpy(A[100:228].astype("f4")).contiguous(memory_format=torch.channels_last)
    L = Late(trunk); print((L(x) - late(trunk, x)).abs().max())
    torch.set_grad_enabled(True)
    for f in (lambda: late(trunk, x), lambda: L(x)):
        for _ in range(3):
            t = time.time(); f().mean((2, 3)).pow(2).mean().backward(); print(time.time() - t, end=" ")
        print()
    L.unfold(); print((L(x) - late(trunk, x)).abs().max())
