import sys, json
sys.path.insert(0, ".")
import numpy as np, torch, open_clip, time
torch.set_num_threads(1); torch.set_grad_enabled(False)
model, _, _ = open_clip.create_model_and_transforms("local-dir:./mini1"); model.eval(); trunk = model.visual.trunk
from late import late
rows = json.load(open("comp_1000.json")); a = np.memmap("comp_1000.u8", "u1", "r").reshape(-1, 224, 224, 3); assert len(rows) == len(a); out = open("comp.f16", "wb"); P = []; t0 = time.time()
for i in range(0, len(a), 32):
    x = torch.from_numpy(a[i:i + 32].copy()).permute(0, 3, 1, 2).float().div_(127.5).sub_(1).to(memory_format=torch.channels_last)
    x = trunk.bn1(trunk.conv_stem(x))
    for b in trunk.blocks[:4]: x = b(x)
    out.write(x.half().contiguous().numpy().tobytes()); P.append(late(trunk, x).mean((2, 3)).half().numpy())
    if i % 640 == 0: print(i, time.time() - t0, flush=True)
np.save("comp_pooled.npy", np.concatenate(P)); out.close(); json.dump(rows, open("comp.json", "w")); print("done")
