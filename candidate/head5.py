"""head.py OUT STEPS LR DROP [leave]: text head and image projection on cached pooled features of both frozen towers."""
import sys, json, random, time, math
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
import corpus as C
OUT, STEPS, LR, DROP = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]); LEAVE = set(sys.argv[5].split(",")) if len(sys.argv) > 5 and sys.argv[5] else set()
WN = float(sys.argv[6]) if len(sys.argv) > 6 else .3
torch.set_grad_enabled(True); torch.set_num_threads(2); torch.manual_seed(0); B = 512
rows = json.load(open("acts.json")) + json.load(open("comp.json")); X = torch.from_numpy(np.concatenate([np.load("pooled.npy"), np.load("comp_pooled.npy")]).astype("f4"))
T = torch.from_numpy(np.load("tpool5.npy")); J = json.load(open("tpool5.json")); texts = J["texts"]; per = J["per"]; names = J["names"]; osm = J["osm"]
bad = set(map(tuple, json.load(open("leaks.json")))); pools = {}; info = {}
for i, r in enumerate(rows):
    if r[1] != "train" or (r[0], r[2]) in bad or r[0] in LEAVE: continue
    key = f"{r[0]}|{r[2]}" if r[0] in ("rsicd", "ucm", "composites") else f"{r[0]}|{r[2]}|{r[5]}"
    con = [("rsicd" == r[0] and C.rs_label(r[3])) or ("ucm" == r[0] and C.LABELS["ucm"].get(r[3], ())) or ("eurosat" == r[0] and C.LABELS["eurosat"][r[3]]) or None][0]
    if con is None: con = tuple(c[0] for c in (r[7]["concepts"] if r[0] == "composites" else C.describe(r)[1]))
    info[i] = (per[key], tuple(con))
    if per[key][0] or con: pools.setdefault(r[0], []).append(i)
W = {"rsicd": .45, "ucm": .09, "eurosat": .10, "wind_turbines": .03, "newyork_map_pairs": .07, "openaerialmap_tiles": .03, "urban_trees": .03, "hurricane_harvey": .03, "composites": .17}
W = {k: v for k, v in W.items() if k in pools}; LANG = C.LANGUAGES
d = torch.load("p5.pt"); proj = nn.Sequential(nn.Linear(384, 384, bias=False), nn.GELU(), nn.Linear(384, 384, bias=False)); proj.load_state_dict({k[5:]: v for k, v in d["tower"].items() if k.startswith("proj.")})
ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"]); scale = nn.Parameter(d["scale"].clone().float())
if LEAVE: ip.weight.data.copy_(torch.load("iproj0.pt")) if False else None
opt = torch.optim.AdamW([{"params": proj.parameters(), "lr": LR, "weight_decay": .1}, {"params": ip.parameters(), "lr": LR * .5, "weight_decay": .2}, {"params": [scale], "lr": LR, "weight_decay": 0.}])
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 50) * (.5 + .5 * math.cos(math.pi * min(1, s / STEPS))))
cids = sorted(C.lex.concepts); anchor = F.normalize(T - T.mean(0), dim=1)
labs = {s: list(C.LABELS[s].values()) for s in ("rsicd", "ucm", "eurosat") if s in pools}
codes = {}
def code(m): return codes.setdefault(m, len(codes))
def nce(a, b, cd, s):
    lg = s * a @ b.T; own = torch.arange(len(a)); al = cd[:, None] == cd[None]; al[own, own] = False; lg = lg.masked_fill(al, -torch.inf); return (F.cross_entropy(lg, own) + F.cross_entropy(lg.T, own)) / 2
def txt(i): 
    t = T[i]; t = F.dropout(t, .1); return F.normalize(proj(t), dim=-1)
t0 = time.time()
for step in range(STEPS):
    rng = random.Random(step); srcs = rng.choices(list(W), list(W.values()), k=B); pick = [rng.choice(pools[s]) for s in srcs]; ti = []; me = []
    for s, i in zip(srcs, pick):
        (en, xx), con = info[i]
        if xx and rng.random() < .4: t = rng.choice(xx); m = t
        elif en and (not con or rng.random() < .75): t = rng.choice(en); m = t if s in ("rsicd", "ucm", "composites") else "+".join(con)
        else: t = rng.choice(names[f"{rng.choice(con)}|{'en' if rng.random() < .3 else rng.choice(LANG)}"]) ; m = "+".join(con)
        ti.append(t); me.append(code(m))
    zi = F.normalize(ip(F.dropout(X[pick], DROP)), dim=-1); zt = txt(ti); s_ = scale.exp().clamp(max=60)
    L = nce(zi, zt, torch.tensor(me), s_); Ll = 0
    for s, cl in labs.items():
        key = {c: k for k, c in enumerate(cl)}; j = [q for q in range(B) if srcs[q] == s]; tg = [key.get(info[pick[q]][1], -1) for q in j]; j = [q for q, t in zip(j, tg) if t >= 0]; tg = [t for t in tg if t >= 0]
        if j: l = rng.choice(LANG); z = txt([rng.choice(names[f"{rng.choice(c)}|{l}"]) for c in cl]); Ll = Ll + F.cross_entropy(s_ * zi[j] @ z.T, torch.tensor(tg)) / 3
    cs = rng.sample(cids, 96); a = txt([rng.choice(names[f"{c}|en"]) for c in cs]); b = txt([rng.choice(names[f"{c}|{rng.choice(LANG[1:])}"]) for c in cs]); Ln = nce(a, b, torch.arange(96), s_.detach())
    om = rng.sample(osm, 64); Lo = nce(txt([o[0] for o in om]), txt([rng.choice(o[1:]) for o in om]), torch.arange(64), s_.detach())
    pk = torch.randint(len(T), (256,)); z = txt(pk); R = ((z @ z.T) - (anchor[pk] @ anchor[pk].T)).pow(2).mean()
    loss = L + .5 * Ll + WN * Ln + .15 * Lo + 1. * R
    opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_(proj.parameters(), 1.); opt.step(); sched.step()
    if step % 200 == 0 or step == STEPS - 1: print(step, f"{time.time() - t0:.0f}s L {float(L):.3f} lab {float(Ll):.3f} names {float(Ln):.3f} osm {float(Lo):.3f} R {float(R):.4f} s {float(s_):.1f}", flush=True)
tw = dict(d["tower"]); tw.update({"proj." + k: v for k, v in proj.state_dict().items()})
torch.save({"tower": tw, "iproj": ip.state_dict(), "scale": scale.detach()}, OUT)
