import sys, json, random, time, math, copy
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F, open_clip
from student import bert, Tower, encode
from tokenizers import Tokenizer
import corpus as C
from texts import S
OUT, STEPS, BATCH, SEED = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1
LEAVE = set(sys.argv[5].split(",")) if len(sys.argv) > 5 and sys.argv[5] else set()
torch.set_num_threads(2); torch.manual_seed(SEED)
rows = json.load(open("acts.json")); feats = np.load("pooled.npy"); bad = set(map(tuple, json.load(open("leaks.json"))))
import os
if os.path.exists("comp.json"):
    crow = json.load(open("comp.json")); rows = rows + crow; feats = np.concatenate([feats, np.load("comp_pooled.npy")])
info = []; pools = {}
for i, r in enumerate(rows):
    if r[1] != "train" or (r[0], r[2]) in bad or r[0] in LEAVE: info.append(None); continue
    d = C.describe(r); info.append(d)
    if d[0] or d[1]: pools.setdefault(r[0], []).append(i)
W = {"rsicd": .46, "ucm": .10, "eurosat": .10, "wind_turbines": .03, "newyork_map_pairs": .07, "openaerialmap_tiles": .03, "urban_trees": .03, "hurricane_harvey": .03, "composites": .15}
W = {k: v for k, v in W.items() if k in pools}
print({k: len(v) for k, v in pools.items()})
lab = {}
for s in ("rsicd", "ucm", "eurosat"):
    if s not in LEAVE: lab[s] = list(C.LABELS[s].values())
clip, _, _ = open_clip.create_model_and_transforms("local-dir:../resources/models/terralex-mini")
iproj = nn.Linear(1280, 384, bias=False); iproj.weight.data.copy_(clip.visual.head.proj.weight if hasattr(clip.visual.head, "proj") else clip.visual.head[1].weight)
order = json.load(open("vocab_order.json")); tok = Tokenizer.from_file("tokenizer.json")
tower = Tower(bert(order)); layers = tower.transformer.encoder.layer; LOW = 8
top_teacher = copy.deepcopy(layers[LOW:]).eval().requires_grad_(False)
for p in tower.transformer.embeddings.parameters(): p.requires_grad_(False)
for l in layers[:LOW]: l.requires_grad_(False)
scale = nn.Parameter(clip.logit_scale.detach().clone())
dec = [p for l in layers[LOW:] for p in l.parameters()]
opt = torch.optim.AdamW([{"params": dec, "lr": 2e-4, "weight_decay": .05}, {"params": tower.proj.parameters(), "lr": 2e-3, "weight_decay": .05}, {"params": iproj.parameters(), "lr": 3e-4, "weight_decay": .1}, {"params": [scale], "lr": 1e-3, "weight_decay": 0.}])
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 8) * (.5 + .5 * math.cos(math.pi * min(1, s / STEPS))))
ema = None
from transformers.modeling_attn_mask_utils import _prepare_4d_attention_mask_for_sdpa
def forward(ids):
    mask = ids != 1; b = tower.transformer
    ext = _prepare_4d_attention_mask_for_sdpa(mask.float(), torch.float32)
    with torch.no_grad():
        h = b.embeddings(input_ids=ids)
        for l in layers[:LOW]: h = lay(l, h, ext)
        t = h
        for l in top_teacher: t = lay(l, t, ext)
    for l in layers[LOW:]: h = lay(l, h, ext)
    m = mask.unsqueeze(-1); n = m.sum(1)
    return (h * m).sum(1) / n, (t * m).sum(1) / n
def lay(l, h, ext):
    o = l(h, ext); return o[0] if isinstance(o, tuple) else o
def embed_many(texts):
    """Sorted by length, in chunks, gradients kept."""
    ids = [tok.encode(t).ids[:61] for t in texts]; idx = sorted(range(len(ids)), key=lambda i: len(ids[i])); P, Tt = [None] * len(ids), [None] * len(ids)
    for a in range(0, len(idx), 64):
        ch = idx[a:a + 64]; n = max(len(ids[i]) for i in ch)
        x = torch.tensor([ids[i] + [1] * (n - len(ids[i])) for i in ch]); p, t = forward(x)
        for k, i in enumerate(ch): P[i] = p[k]; Tt[i] = t[k]
    return torch.stack(P), torch.stack(Tt)
osm = json.load(open("osm_aligned.json"))
LANG = C.LANGUAGES; tmean = torch.load("teacher_mean.pt") if os.path.exists("teacher_mean.pt") else None
if tmean is None:
    rng = random.Random(0); tx = [n for l in LANG for n in rng.sample([n for c in C.lex.concepts.values() for n in c[l].names], 60)]
    with torch.no_grad(): tmean = embed_many(tx)[1].mean(0)
    torch.save(tmean, "teacher_mean.pt")
def nce(a, b, mean, s):
    lg = s * a @ b.T; own = torch.arange(len(a)); al = torch.tensor([[x == y for y in mean] for x in mean]); al[own, own] = False
    lg = lg.masked_fill(al, -torch.inf); return (F.cross_entropy(lg, own) + F.cross_entropy(lg.T, own)) / 2
t0 = time.time(); log = []
for step in range(STEPS):
    rng = random.Random(f"{SEED}/{step}"); srcs = rng.choices(list(W), list(W.values()), k=BATCH)
    pick = []; caps = []; mean = []
    for s in srcs:
        while True:
            i = rng.choice(pools[s]); l = "en" if rng.random() < .55 else rng.choice(LANG[1:]); c = C.caption(*info[i], l, rng)
            if c: break
        pick.append(i); caps.append(c)
        written = bool(info[i][0]) and s in ("rsicd", "ucm")
        mean.append("+".join(sorted(x[0] for x in info[i][1])) if not written else c)
    names = rng.sample(sorted(C.lex.concepts), 32); a = [C.of_concept(n, "en", rng) for n in names]; b = [C.of_concept(n, rng.choice(LANG[1:]), rng) for n in names]
    om = rng.sample(osm, 24); oa = [m["en"] for m in om]; ob = [m[rng.choice([k for k in m if k != "en"])] for m in om]
    prm = []; psz = []; turn = dict([list(lab.items())[step % len(lab)]])
    for s, cl in turn.items():
        l = rng.choice(("en",) + LANG); ps = [C.of_concept(rng.choice(list(c)), l, rng) for c in cl]; prm += ps; psz.append(len(ps))
    P, Tt = embed_many(caps + a + b + oa + ob + prm)
    dist = 1 - F.cosine_similarity(P - tmean, Tt - tmean, dim=-1).mean()
    Z = F.normalize(tower.proj(P), dim=-1); k = len(caps); zc = Z[:k]; za, zb = Z[k:k + 32], Z[k + 32:k + 64]; zo, zp = Z[k + 64:k + 88], Z[k + 88:k + 112]; zl = Z[k + 112:]
    x = torch.from_numpy(feats[pick].astype("f4")); x = F.dropout(x, .4) ; zi = F.normalize(iproj(x), dim=-1); s_ = scale.exp().clamp(max=100)
    L = nce(zi, zc, mean, s_)
    Ln = nce(za, zb, names, s_.detach()); Lo = nce(zo, zp, oa, s_.detach()); Ll = 0; at = 0
    for (s, cl), n in zip(turn.items(), psz):
        me = [j for j in range(k) if srcs[j] == s]; keyof = {c: q for q, c in enumerate(cl)}
        tg = [keyof.get(tuple(c[0] for c in info[pick[j]][1]), -1) for j in me]
        ok = [j for j, t in zip(me, tg) if t >= 0]; tg = [t for t in tg if t >= 0]
        if ok: Ll = Ll + F.cross_entropy(s_ * zi[ok] @ zl[at:at + n].T, torch.tensor(tg))
        at += n
    loss = L + .5 * Ll + .3 * Ln + .15 * Lo + 1.5 * dist
    opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_([p for g in opt.param_groups for p in g["params"]], 1.); opt.step(); sched.step()
    with torch.no_grad():
        cur = [p for g in opt.param_groups for p in g["params"]]; d = min(.9, (step + 1) / (step + 10))
        ema = [p.detach().clone() for p in cur] if ema is None else [e.lerp_(p, 1 - d) for e, p in zip(ema, cur)]
    if step % 5 == 0: print(step, f"{time.time() - t0:.0f}s L {float(L):.3f} lab {float(Ll):.3f} names {float(Ln):.3f} osm {float(Lo):.3f} dist {float(dist):.4f} s {float(s_):.1f}", flush=True)
    if step % 40 == 39 or step == STEPS - 1:
        keep = [p.detach().clone() for p in cur]
        with torch.no_grad():
            for p, e in zip(cur, ema): p.copy_(e)
        torch.save({"tower": tower.state_dict(), "iproj": iproj.state_dict(), "scale": scale.detach()}, OUT)
        with torch.no_grad():
            for p, e in zip(cur, keep): p.copy_(e)
