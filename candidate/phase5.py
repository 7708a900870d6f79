"""phase5.py INIT OUT STEPS BATCH: last four layers of e5, head and image projection, on cached hidden states and pooled images. Resumes."""
import sys, json, random, time, math, os
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from student import bert, Tower
import corpus as C
from transformers.modeling_attn_mask_utils import _prepare_4d_attention_mask_for_sdpa
torch.set_grad_enabled(True); torch.set_num_threads(2); SEED = 21; torch.manual_seed(SEED)
INIT, OUT, STEPS, BATCH = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rows = json.load(open("acts.json")) + json.load(open("comp.json")); X = torch.from_numpy(np.concatenate([np.load("pooled.npy"), np.load("comp_pooled.npy")]).astype("f4"))
J = json.load(open("tpool5.json")); per = J["per"]; names = J["names"]; osm = J["osm"]; off = np.load("h8off.npy"); T0 = torch.from_numpy(np.load("t0.npy")); H = np.memmap("h8.f16", "f2", "r", shape=(int(off[-1]), 384)); tmean = T0.mean(0)
bad = set(map(tuple, json.load(open("leaks.json")))); pools = {}; info = {}
for i, r in enumerate(rows):
    if r[1] != "train" or (r[0], r[2]) in bad: continue
    key = f"{r[0]}|{r[2]}" if r[0] in ("rsicd", "ucm", "composites") else f"{r[0]}|{r[2]}|{r[5]}"
    if key not in per: continue
    con = [("rsicd" == r[0] and C.rs_label(r[3])) or ("ucm" == r[0] and C.LABELS["ucm"].get(r[3], ())) or ("eurosat" == r[0] and C.LABELS["eurosat"][r[3]]) or None][0]
    if con is None: con = tuple(c[0] for c in (r[7]["concepts"] if r[0] == "composites" else C.describe(r)[1]))
    info[i] = (per[key], tuple(con))
    if per[key][0] or con: pools.setdefault(r[0], []).append(i)
W = {"rsicd": .46, "ucm": .10, "eurosat": .09, "wind_turbines": .03, "newyork_map_pairs": .06, "openaerialmap_tiles": .03, "urban_trees": .03, "hurricane_harvey": .03, "composites": .17}
LANG = C.LANGUAGES; d = torch.load(INIT)
tower = Tower(bert(json.load(open("vocab_order.json")))); tower.proj = nn.Sequential(nn.Linear(384, 384, bias=False), nn.GELU(), nn.Linear(384, 384, bias=False)); tower.load_state_dict(d["tower"]); layers = tower.transformer.encoder.layer[8:]
for p in tower.parameters(): p.requires_grad_(False)
dec = [p for l in layers for p in l.parameters()]; ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"]); scale = nn.Parameter(d["scale"].clone().float())
for p in dec + list(tower.proj.parameters()): p.requires_grad_(True)
LR = float(os.environ.get("LR", 1.5e-4))
opt = torch.optim.AdamW([{"params": dec, "lr": LR, "weight_decay": .05}, {"params": tower.proj.parameters(), "lr": 4e-4, "weight_decay": .1}, {"params": ip.parameters(), "lr": 3e-4, "weight_decay": .2}, {"params": [scale], "lr": 1e-3, "weight_decay": 0.}])
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 10) * (.5 + .5 * math.cos(math.pi * min(1, s / STEPS))))
def lay(l, h, ext):
    o = l(h, ext); return o[0] if isinstance(o, tuple) else o
def pool(tids):
    """Pooled vectors of texts by number, in chunks of like length."""
    n = off[np.array(tids) + 1] - off[tids]; order = np.argsort(n, kind="stable"); out = [None] * len(tids)
    for a in range(0, len(order), 64):
        ch = order[a:a + 64]; m = int(n[ch].max()); h = np.zeros((len(ch), m, 384), "f4"); mask = torch.zeros(len(ch), m, dtype=torch.bool)
        for k, q in enumerate(ch): t = tids[q]; h[k, :n[q]] = H[off[t]:off[t + 1]]; mask[k, :n[q]] = True
        ext = _prepare_4d_attention_mask_for_sdpa(mask.float(), torch.float32); h = torch.from_numpy(h)
        for l in layers: h = lay(l, h, ext)
        mm = mask.unsqueeze(-1); p = (h * mm).sum(1) / mm.sum(1)
        for k, q in enumerate(ch): out[q] = p[k]
    return torch.stack(out)
if len(sys.argv) > 5 and sys.argv[5] == "pool":
    with torch.no_grad(): z = torch.cat([pool(list(range(a, min(a + 2048, len(off) - 1)))) for a in range(0, len(off) - 1, 2048)])
    np.save("tpool5.npy", z.numpy()); print("pooled", z.shape); sys.exit()
labs = {s: list(C.LABELS[s].values()) for s in ("rsicd", "ucm", "eurosat")}; cids = sorted(C.lex.concepts); codes = {}
def code(m): return codes.setdefault(m, len(codes))
def nce(a, b, cd, s):
    lg = s * a @ b.T; own = torch.arange(len(a)); al = cd[:, None] == cd[None]; al[own, own] = False; lg = lg.masked_fill(al, -torch.inf); return (F.cross_entropy(lg, own) + F.cross_entropy(lg.T, own)) / 2
params = [p for g in opt.param_groups for p in g["params"]]; ema = [p.detach().clone() for p in params]; start = 0; state = OUT + ".state"
if os.path.exists(state):
    q = torch.load(state); start = q["step"]; opt.load_state_dict(q["opt"]); sched.load_state_dict(q["sched"]); ema = q["ema"]
    for p, v in zip(params, q["params"]): p.data.copy_(v)
print("start", start, flush=True); t0 = time.time()
for step in range(start, STEPS):
    rng = random.Random(f"{SEED}/{step}"); torch.manual_seed(step); srcs = rng.choices(list(W), list(W.values()), k=BATCH); pick = [rng.choice(pools[s]) for s in srcs]; ti = []; me = []
    for s, i in zip(srcs, pick):
        (en, xx), con = info[i]
        if xx and rng.random() < .4: t = rng.choice(xx); m = t
        elif en and (not con or rng.random() < .8): t = rng.choice(en); m = t if s in ("rsicd", "ucm", "composites") else "+".join(con)
        else: t = rng.choice(names[f"{rng.choice(con)}|{'en' if rng.random() < .3 else rng.choice(LANG)}"]); m = "+".join(con)
        ti.append(t); me.append(code(m))
    cs = rng.sample(cids, 40); a = [rng.choice(names[f"{c}|en"]) for c in cs]; b = [rng.choice(names[f"{c}|{rng.choice(LANG[1:])}"]) for c in cs]; om = rng.sample(osm, 24); oa = [o[0] for o in om]; ob = [rng.choice(o[1:]) for o in om]
    s_, cl = list(labs.items())[step % 3]; l_ = rng.choice(LANG); pr = [rng.choice(names[f"{rng.choice(c)}|{l_}"]) for c in cl]
    al = ti + a + b + oa + ob + pr; P = pool(al); k = BATCH
    dist = 1 - F.cosine_similarity(P - tmean, T0[al] - tmean, dim=-1).mean(); Z = F.normalize(tower.proj(F.dropout(P, .1)), dim=-1)
    zi = F.normalize(ip(F.dropout(X[pick], .4)), dim=-1); sc = scale.exp().clamp(max=60); L = nce(zi, Z[:k], torch.tensor(me), sc)
    Ln = nce(Z[k:k + 40], Z[k + 40:k + 80], torch.arange(40), sc.detach()); Lo = nce(Z[k + 80:k + 104], Z[k + 104:k + 128], torch.arange(24), sc.detach()); Ll = 0.
    key = {c: q for q, c in enumerate(cl)}; j = [q for q in range(k) if srcs[q] == s_]; tg = [key.get(info[pick[q]][1], -1) for q in j]; j = [q for q, t in zip(j, tg) if t >= 0]; tg = [t for t in tg if t >= 0]
    if j: Ll = F.cross_entropy(sc * zi[j] @ Z[k + 128:].T, torch.tensor(tg))
    loss = L + .4 * Ll + .25 * Ln + .15 * Lo + float(os.environ.get("DIST", 1.0)) * dist
    opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_(params, 1.); opt.step(); sched.step()
    with torch.no_grad():
        dd = min(.93, (step + 1) / (step + 10))
        for e, p in zip(ema, params): e.lerp_(p, 1 - dd)
    if step % 10 == 0: print(step, f"{time.time() - t0:.0f}s L {float(L):.3f} lab {float(Ll):.3f} names {float(Ln):.3f} osm {float(Lo):.3f} dist {float(dist):.4f} s {float(sc):.1f}", flush=True)
    if step % 20 == 19 or step == STEPS - 1:
        torch.save({"step": step + 1, "opt": opt.state_dict(), "sched": sched.state_dict(), "params": [p.detach() for p in params], "ema": ema}, state); keep = [p.detach().clone() for p in params]
        with torch.no_grad():
            for p, e in zip(params, ema): p.copy_(e)
            torch.save({"tower": tower.state_dict(), "iproj": ip.state_dict(), "scale": scale.detach().clone()}, OUT)
            for p, e in zip(params, keep): p.copy_(e)
