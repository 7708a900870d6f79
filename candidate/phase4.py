"""phase3.py INIT OUT STEPS BATCH [LEAVE]: late blocks of the trunk, image projection and text head together, on cached activations and pooled texts. Resumes."""
import sys, json, random, time, math, os
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F, open_clip
import corpus as C
from folded import Late
INIT, OUT, STEPS, BATCH = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]); LEAVE = set(sys.argv[5].split(",")) if len(sys.argv) > 5 and sys.argv[5] else set()
SUF = os.environ.get("TP", "tpool"); SEED = 11
torch.set_grad_enabled(True); torch.set_num_threads(int(os.environ.get("THREADS", 2))); torch.manual_seed(SEED)
rows = json.load(open("acts.json")); N1 = len(rows); A = np.memmap("acts5.f16", "f2", "r", shape=(N1, 96, 14, 14)); crow = json.load(open("comp.json")); rows = rows + crow; Bm = np.memmap("comp5.f16", "f2", "r", shape=(len(crow), 96, 14, 14))
def acts(idx): return torch.from_numpy(np.stack([A[i] if i < N1 else Bm[i - N1] for i in idx]).astype("f4"))
T = torch.from_numpy(np.load(SUF + ".npy")); J = json.load(open(SUF + ".json")); texts = J["texts"]; per = J["per"]; names = J["names"]; osm = J["osm"]
bad = set(map(tuple, json.load(open("leaks.json")))); pools = {}; info = {}
for i, r in enumerate(rows):
    if r[1] != "train" or (r[0], r[2]) in bad or r[0] in LEAVE: continue
    key = f"{r[0]}|{r[2]}" if r[0] in ("rsicd", "ucm", "composites") else f"{r[0]}|{r[2]}|{r[5]}"
    if key not in per: continue
    con = [("rsicd" == r[0] and C.rs_label(r[3])) or ("ucm" == r[0] and C.LABELS["ucm"].get(r[3], ())) or ("eurosat" == r[0] and C.LABELS["eurosat"][r[3]]) or None][0]
    if con is None: con = tuple(c[0] for c in (r[7]["concepts"] if r[0] == "composites" else C.describe(r)[1]))
    info[i] = (per[key], tuple(con))
    if per[key][0] or con: pools.setdefault(r[0], []).append(i)
W = {"rsicd": .42, "ucm": .10, "eurosat": .10, "wind_turbines": .03, "newyork_map_pairs": .06, "openaerialmap_tiles": .03, "urban_trees": .03, "hurricane_harvey": .03, "composites": .20}
W = {k: v for k, v in W.items() if k in pools}; LANG = C.LANGUAGES
d = torch.load(INIT); proj = nn.Sequential(nn.Linear(384, 384, bias=False), nn.GELU(), nn.Linear(384, 384, bias=False)); proj.load_state_dict({k[5:]: v for k, v in d["tower"].items() if k.startswith("proj.")})
clip, _, _ = open_clip.create_model_and_transforms("local-dir:./mini1"); trunk = clip.visual.trunk.eval().to(memory_format=torch.channels_last)
if "trunk" in d: trunk.load_state_dict(d["trunk"])
ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"]); scale = nn.Parameter(d["scale"].clone().float())
net = Late(trunk, 5); new = list(net.ps)
for p in trunk.parameters(): p.requires_grad_(False)
pass
LRT = float(os.environ.get("LRT", 4e-4))
opt = torch.optim.AdamW([{"params": [p for p in new if p.ndim > 1], "lr": LRT, "weight_decay": .05}, {"params": [p for p in new if p.ndim == 1], "lr": LRT, "weight_decay": 0.}, {"params": ip.parameters(), "lr": 5e-4, "weight_decay": .2}, {"params": proj.parameters(), "lr": 6e-4, "weight_decay": .1}, {"params": [scale], "lr": 1e-3, "weight_decay": 0.}])
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 15) * (.5 + .5 * math.cos(math.pi * min(1, s / STEPS))))
cids = sorted(C.lex.concepts); anchor = F.normalize(T - T.mean(0), dim=1)
labs = {s: list(C.LABELS[s].values()) for s in ("rsicd", "ucm", "eurosat") if s in pools}
codes = {}
def code(m): return codes.setdefault(m, len(codes))
def nce(a, b, cd, s):
    lg = s * a @ b.T; own = torch.arange(len(a)); al = cd[:, None] == cd[None]; al[own, own] = False; lg = lg.masked_fill(al, -torch.inf); return (F.cross_entropy(lg, own) + F.cross_entropy(lg.T, own)) / 2
def txt(i): return F.normalize(proj(F.dropout(T[i], .15)), dim=-1)
params = [p for g in opt.param_groups for p in g["params"]]; ema = [p.detach().clone() for p in params]; start = 0; state = OUT + ".state"
if os.path.exists(state):
    q = torch.load(state); start = q["step"]; opt.load_state_dict(q["opt"]); sched.load_state_dict(q["sched"]); ema = q["ema"]
    for p, v in zip(params, q["params"]): p.data.copy_(v)
print({k: len(v) for k, v in pools.items()}, "start", start, flush=True); t0 = time.time()
def save():
    keep = [p.detach().clone() for p in params]
    with torch.no_grad():
        for p, e in zip(params, ema): p.copy_(e)
        net.unfold(); tw = dict(d["tower"]); tw.update({"proj." + k: v for k, v in proj.state_dict().items()})
        torch.save({"tower": tw, "trunk": trunk.state_dict(), "iproj": ip.state_dict(), "scale": scale.detach().clone()}, OUT)
        for p, e in zip(params, keep): p.copy_(e)
for step in range(start, STEPS):
    rng = random.Random(f"{SEED}/{step}"); torch.manual_seed(step); srcs = rng.choices(list(W), list(W.values()), k=BATCH); pick = [rng.choice(pools[s]) for s in srcs]; ti = []; me = []
    for s, i in zip(srcs, pick):
        (en, xx), con = info[i]
        if xx and rng.random() < .4: t = rng.choice(xx); m = t
        elif en and (not con or rng.random() < .75): t = rng.choice(en); m = t if s in ("rsicd", "ucm", "composites") else "+".join(con)
        else: t = rng.choice(names[f"{rng.choice(con)}|{'en' if rng.random() < .3 else rng.choice(LANG)}"]); m = "+".join(con)
        ti.append(t); me.append(code(m))
    x = acts(pick); k = rng.choice((14, 14, 13, 12, 11)); a, b = rng.randint(0, 14 - k), rng.randint(0, 14 - k); x = x[:, :, a:a + k, b:b + k]
    if rng.random() < .5: x = x.flip(3)
    f = net(x.contiguous(memory_format=torch.channels_last)).mean((2, 3)); zi = F.normalize(ip(F.dropout(f, .35)), dim=-1); zt = txt(ti); s_ = scale.exp().clamp(max=60)
    L = nce(zi, zt, torch.tensor(me), s_); Ll = 0
    for s, cl in labs.items():
        key = {c: k for k, c in enumerate(cl)}; j = [q for q in range(BATCH) if srcs[q] == s]; tg = [key.get(info[pick[q]][1], -1) for q in j]; j = [q for q, t in zip(j, tg) if t >= 0]; tg = [t for t in tg if t >= 0]
        if j: l = rng.choice(LANG); z = txt([rng.choice(names[f"{rng.choice(c)}|{l}"]) for c in cl]); Ll = Ll + F.cross_entropy(s_ * zi[j] @ z.T, torch.tensor(tg)) / 3
    cs = rng.sample(cids, 96); za = txt([rng.choice(names[f"{c}|en"]) for c in cs]); zb = txt([rng.choice(names[f"{c}|{rng.choice(LANG[1:])}"]) for c in cs]); Ln = nce(za, zb, torch.arange(96), s_.detach())
    om = rng.sample(osm, 64); Lo = nce(txt([o[0] for o in om]), txt([rng.choice(o[1:]) for o in om]), torch.arange(64), s_.detach())
    pk = torch.randint(len(T), (256,)); z = txt(pk); R = ((z @ z.T) - (anchor[pk] @ anchor[pk].T)).pow(2).mean()
    loss = L + .5 * Ll + .2 * Ln + .1 * Lo + .3 * R
    opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_(params, 1.); opt.step(); sched.step()
    with torch.no_grad():
        dd = min(.95, (step + 1) / (step + 10))
        for e, p in zip(ema, params): e.lerp_(p, 1 - dd)
    if step % 10 == 0: print(step, f"{time.time() - t0:.0f}s L {float(L):.3f} lab {float(Ll):.3f} names {float(Ln):.3f} osm {float(Lo):.3f} R {float(R):.4f} s {float(s_):.1f}", flush=True)
    if step % 25 == 24 or step == STEPS - 1:
        torch.save({"step": step + 1, "opt": opt.state_dict(), "sched": sched.state_dict(), "params": [p.detach() for p in params], "ema": ema}, state); save()
