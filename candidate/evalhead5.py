"""Pools evaluation texts once per tower, then evaluates heads: evalhead.py CKPT... ; val = RSICD val mR (en), classes."""
import sys, json, os
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from evalm import mr, tok
from student import bert, Tower
import corpus as C
from backend.models.prompts import class_prompts
torch.set_grad_enabled(False); torch.set_num_threads(2)
rows = json.load(open("acts.json")); import os; X = torch.from_numpy(np.load(os.environ.get("POOLED", "pooled.npy")).astype("f4"))
cap = {i["filename"]: [x["raw"].strip() for x in i["sentences"]] for i in json.load(open(C.S + "rsicd.json"))["images"]}
def evaltexts(split):
    sel = [i for i, r in enumerate(rows) if r[0] == "rsicd" and r[1] == split]; t = [c[0].upper() + c[1:] for i in sel for c in cap[rows[i][2]]]
    own = [j for j, i in enumerate(sel) for _ in cap[rows[i][2]]]; return sel, t, own
def pool(texts, name):
    f = f"evalpool5_{name}.pt"
    if os.path.exists(f): return torch.load(f)
    tower = Tower(bert(json.load(open("vocab_order.json")))).eval(); tower.load_state_dict(torch.load("p5.pt")["tower"])
    ids = [tok.encode(t).ids[:61] for t in texts]; idx = sorted(range(len(ids)), key=lambda i: len(ids[i])); out = torch.zeros(len(ids), 384)
    for a in range(0, len(idx), 128):
        ch = idx[a:a + 128]; n = max(len(ids[i]) for i in ch); out[ch] = tower.pooled(torch.tensor([ids[i] + [1] * (n - len(ids[i])) for i in ch]))
    torch.save(out, f); return out
LP = {}
def classes(s, ls):
    texts = []; idx = {}
    for l in ls:
        for k, c in enumerate(C.LABELS[s].values()):
            for x in c:
                p = class_prompts([C.lex[x]], l); idx[l, k, x] = (len(texts), len(texts) + len(p)); texts += p
    return texts, idx
split = sys.argv[1]; sets = ("rsicd",) if split == "val" else ("rsicd", "ucm", "eurosat"); LS = ("en", "de", "ko") if split == "val" else C.LANGUAGES
sel, t, own = evaltexts(split); P = pool(t, split); CT = {s: (lambda ti: (pool(ti[0], f"{s}_{len(LS)}"), ti[1]))(classes(s, LS)) for s in sets}
for ck in sys.argv[2:]:
    d = torch.load(ck); proj = nn.Sequential(nn.Linear(384, 384, bias=False), nn.GELU(), nn.Linear(384, 384, bias=False)); proj.load_state_dict({k[5:]: v for k, v in d["tower"].items() if k.startswith("proj.")}); ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"])
    Z = F.normalize(ip(X), dim=-1); m = mr(Z[sel], F.normalize(proj(P), dim=-1), own); print(ck, split, "mR %.2f" % m[0], [round(x, 1) for x in m[1]])
    for s in sets:
        pt, idx = CT[s]; z = F.normalize(proj(pt), dim=-1); sp = split if s == "rsicd" else "test"; q = [i for i, r in enumerate(rows) if r[0] == s and r[1] == sp]; cl = list(C.LABELS[s].values()); key = {c: k for k, c in enumerate(cl)}
        y = torch.tensor([key.get(C.rs_label(rows[i][3]) if s == "rsicd" else C.LABELS[s][rows[i][3]], -1) for i in q]); ok = y >= 0; r = []
        for l in LS:
            Wt = torch.stack([F.normalize(torch.stack([F.normalize(z[slice(*idx[l, k, x])].mean(0), dim=0) for x in c]).mean(0), dim=0) for k, c in enumerate(cl)]); r.append(((Z[q] @ Wt.T).argmax(1) == y)[ok].float().mean().item() * 100)
        print("   ", s, sp, " ".join(f"{l} {a:.1f}" for l, a in zip(LS, r)), flush=True)
