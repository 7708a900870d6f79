"""evalm.py CKPT [val|test]: retrieval and zero-shot on cached features."""
import sys, json, random
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from student import bert, Tower
from tokenizers import Tokenizer
import corpus as C
from backend.models.prompts import class_prompts, search_prompts
torch.set_grad_enabled(False); torch.set_num_threads(1)
tok = Tokenizer.from_file("./tokenizer.json")
def embed(tower, texts):
    ids = [tok.encode(t).ids[:61] for t in texts]; idx = sorted(range(len(ids)), key=lambda i: len(ids[i])); out = [None] * len(ids)
    for a in range(0, len(idx), 64):
        ch = idx[a:a + 64]; n = max(len(ids[i]) for i in ch); z = tower(torch.tensor([ids[i] + [1] * (n - len(ids[i])) for i in ch]))[1]
        for k, i in enumerate(ch): out[i] = z[k]
    return torch.stack(out)
def mr(zi, zt, owner):
    g = torch.Generator().manual_seed(0); s = zi @ zt.T + 1e-9 * torch.rand(len(zi), len(zt), generator=g); own = torch.tensor(owner)
    r = []
    rk = s.argsort(1, descending=True); hit = own[rk] == torch.arange(len(zi))[:, None]; first = hit.float().argmax(1); r += [(first < k).float().mean().item() * 100 for k in (1, 5, 10)]
    rk = s.T.argsort(1, descending=True); first = (rk == own[:, None]).float().argmax(1); r += [(first < k).float().mean().item() * 100 for k in (1, 5, 10)]
    return sum(r) / 6, r
def main(ck, split, feats=None, rows=None):
    d = torch.load(ck); tower = Tower(bert(json.load(open("vocab_order.json")))).eval(); tower.load_state_dict(d["tower"]); ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"])
    rows = rows or json.load(open("acts.json")); feats = np.load("pooled.npy") if feats is None else feats
    if len(feats) < len(rows): rows = rows[:len(feats)]
    Z = F.normalize(ip(torch.from_numpy(feats.astype("f4"))), dim=-1)
    cap = {i["filename"]: [x["raw"].strip() for x in i["sentences"]] for i in json.load(open(C.S + "rsicd.json"))["images"]}
    sel = [i for i, r in enumerate(rows) if r[0] == "rsicd" and r[1] == split]
    texts = [c[0].upper() + c[1:] for i in sel for c in cap[rows[i][2]]]; owner = [j for j, i in enumerate(sel) for _ in cap[rows[i][2]]]
    m = mr(Z[sel], embed(tower, texts), owner); print("rsicd", split, "mR %.2f" % m[0], [round(x, 1) for x in m[1]])
    for s in ("rsicd", "ucm", "eurosat"):
        sp = split if s == "rsicd" else "test"
        if split == "val" and s != "rsicd": continue
        sel = [i for i, r in enumerate(rows) if r[0] == s and r[1] == sp]; cl = list(C.LABELS[s].values())
        key = {c: k for k, c in enumerate(cl)}
        y = torch.tensor([key.get(C.rs_label(rows[i][3]) if s == "rsicd" else C.LABELS[s][rows[i][3]], -1) for i in sel]); ok = y >= 0
        acc = []
        for l in C.LANGUAGES:
            W = torch.stack([F.normalize(torch.stack([F.normalize(embed(tower, class_prompts([C.lex[x]], l)).mean(0), dim=0) for x in c]).mean(0), dim=0) for c in cl])
            acc.append(((Z[sel] @ W.T).argmax(1) == y)[ok].float().mean().item() * 100)
        print(s, sp, int(ok.sum()), " ".join(f"{l} {a:.1f}" for l, a in zip(C.LANGUAGES, acc)), flush=True)
    return tower, Z, rows
if __name__ == "__main__": main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "val")
