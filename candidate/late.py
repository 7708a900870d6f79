"""Pooled features of cached activations: late.py acts.f16 acts.json pooled.f16"""
import sys, json, time, os
import numpy as np, torch, open_clip
torch.set_num_threads(2); torch.set_grad_enabled(False)
def trunk_of(model): return model.visual.trunk
def late(trunk, x):
    for b in trunk.blocks[4:]: x = b(x)
    return trunk.bn2(trunk.conv_head(x)) if hasattr(trunk, "bn2") else trunk.conv_head(x)
if __name__ == "__main__":
    model, _, _ = open_clip.create_model_and_transforms("local-dir:../resources/models/terralex-mini"); model.eval(); trunk = trunk_of(model)
    n = os.path.getsize(sys.argv[1]) // (64 * 14 * 14 * 2); a = np.memmap(sys.argv[1], "f2", "r", shape=(n, 64, 14, 14)); out = np.zeros((n, 1280), "f2"); t0 = time.time()
    for i in range(0, n, 64):
        x = torch.from_numpy(a[i:i + 64].astype("f4")).to(memory_format=torch.channels_last)
        out[i:i + 64] = late(trunk, x).mean((2, 3)).numpy()
        if i % 6400 == 0: print(i, n, time.time() - t0, flush=True)
    np.save(sys.argv[2], out)
