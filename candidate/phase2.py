"""phase2.py TEXT_CKPT OUT STEPS BATCH: the late blocks of the trunk against the fixed text tower, on cached activations."""
import sys, json, random, time, math, os
sys.path.insert(0, ".")
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F, open_clip
from student import bert, Tower
import corpus as C
from evalm import embed
from late import late
torch.set_grad_enabled(True)
CK, OUT, STEPS, BATCH = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]); SEED = 7
torch.set_num_threads(1); torch.manual_seed(SEED)
rows = json.load(open("acts.json")); N1 = len(rows); A = np.memmap("acts.f16", "f2", "r", shape=(N1, 64, 14, 14))
B = None
if os.path.exists("comp.json"): crow = json.load(open("comp.json")); rows = rows + crow; B = np.memmap("comp.f16", "f2", "r", shape=(len(crow), 64, 14, 14))
def acts(idx): return torch.from_numpy(np.stack([A[i] if i < N1 else B[i - N1] for i in idx]).astype("f4")).to(memory_format=torch.channels_last)
bad = set(map(tuple, json.load(open("leaks.json"))))
info = []; pools = {}
for i, r in enumerate(rows):
    if r[1] != "train" or (r[0], r[2]) in bad: info.append(None); continue
    d = C.describe(r); info.append(d)
    if d[0] or d[1]: pools.setdefault(r[0], []).append(i)
W = {"rsicd": .42, "ucm": .09, "eurosat": .10, "wind_turbines": .03, "newyork_map_pairs": .07, "openaerialmap_tiles": .03, "urban_trees": .03, "hurricane_harvey": .03, "composites": .20}
W = {k: v for k, v in W.items() if k in pools}
d = torch.load(CK); tower = Tower(bert(json.load(open("vocab_order.json")))).eval().requires_grad_(False); tower.load_state_dict(d["tower"])
clip, _, _ = open_clip.create_model_and_transforms("local-dir:../../resources/models/terralex-mini"); trunk = clip.visual.trunk.eval()
ip = nn.Linear(1280, 384, bias=False); ip.load_state_dict(d["iproj"])
# the texts of this run
rng = random.Random(SEED); LANG = C.LANGUAGES; need = {}; cand = {}
seen = {}
for s, p in pools.items():
    for i in p:
        key = (rows[i][0], rows[i][2], str(rows[i][5])) if s not in ("rsicd", "ucm", "composites") else (s, rows[i][2])
        if key in seen: cand[i] = seen[key]; continue
        k = 2 if s in ("rsicd",) else (3 if s == 'composites' else 1); out = []
        if info[i][0]: out += rng.sample(info[i][0], min(k, len(info[i][0])))
        c = C.caption(*info[i], rng.choice(LANG), rng) if s in ("rsicd", "composites") else C.caption(*info[i], "en", rng)
        if c: out.append(c)
        for x in out: need.setdefault(x, len(need))
        cand[i] = [need[x] for x in out]; seen[key] = cand[i]
texts = list(need); print("texts", len(texts), flush=True); t0 = time.time()
lab = {}
with torch.no_grad():
    ZT = []
    for a in range(0, len(texts), 2048): ZT.append(embed(tower, texts[a:a + 2048])); print("embedded", a, f"{time.time() - t0:.0f}s", flush=True) if a % 4096 == 0 else None
    ZT = torch.cat(ZT)
    from backend.models.prompts import class_prompts
    for s in ("rsicd", "ucm", "eurosat"):
        cl = list(C.LABELS[s].values()); per = []
        for l in ("en", "de", "ko"): per.append(torch.stack([F.normalize(torch.stack([embed(tower, class_prompts([C.lex[x]], l)).mean(0) for x in c]).mean(0), dim=0) for c in cl]))
        lab[s] = (cl, per)
torch.set_grad_enabled(True)
scale = nn.Parameter(d["scale"].clone().float())
new = [p for b in trunk.blocks[4:] for p in b.parameters()] + list(trunk.conv_head.parameters()) + list(trunk.bn2.parameters())
for p in trunk.parameters(): p.requires_grad_(False)
for p in new: p.requires_grad_(True)
opt = torch.optim.AdamW([{"params": [p for p in new if p.ndim > 1], "lr": 2.5e-4, "weight_decay": .05}, {"params": [p for p in new if p.ndim == 1], "lr": 2.5e-4, "weight_decay": 0.}, {"params": ip.parameters(), "lr": 2.5e-4, "weight_decay": .1}, {"params": [scale], "lr": 1e-3, "weight_decay": 0.}])
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 8) * (.5 + .5 * math.cos(math.pi * min(1, s / STEPS))))
ema = None; t0 = time.time()
start = 0; print({k: len(v) for k, v in pools.items()}); state = OUT + ".state"
if os.path.exists(state):
    q = torch.load(state); start = q["step"]; opt.load_state_dict(q["opt"]); sched.load_state_dict(q["sched"])
    for p, v in zip([p for g in opt.param_groups for p in g["params"]], q["params"]): p.data.copy_(v)
    ema = q["ema"]
for step in range(start, STEPS):
    rng = random.Random(f"{SEED}/{step}"); torch.manual_seed(step); srcs = rng.choices(list(W), list(W.values()), k=BATCH)
    pick = [rng.choice(pools[s]) for s in srcs]; tx = [rng.choice(cand[i]) for i in pick]; zc = ZT[tx]
    mean = [texts[t] if s in ("rsicd", "ucm", "composites") and info[i][0] else "+".join(sorted(x[0] for x in info[i][1])) for s, i, t in zip(srcs, pick, tx)]
    x = acts(pick); f = late(trunk, x).mean((2, 3)); f = F.dropout(f, .4); zi = F.normalize(ip(f), dim=-1); s_ = scale.exp().clamp(max=100)
    lg = s_ * zi @ zc.T; own = torch.arange(BATCH); code = {m: k for k, m in enumerate(dict.fromkeys(mean))}; cd = torch.tensor([code[m] for m in mean]); al = cd[:, None] == cd[None]; al[own, own] = False
    lg = lg.masked_fill(al, -torch.inf); L = (F.cross_entropy(lg, own) + F.cross_entropy(lg.T, own)) / 2; Ll = 0
    for s, (cl, per) in lab.items():
        key = {c: k for k, c in enumerate(cl)}; me = [j for j in range(BATCH) if srcs[j] == s]; tg = [key.get(tuple(c[0] for c in info[pick[j]][1]), -1) for j in me]; ok = [j for j, t in zip(me, tg) if t >= 0]; tg = [t for t in tg if t >= 0]
        if ok: Ll = Ll + F.cross_entropy(s_ * zi[ok] @ rng.choice(per).T, torch.tensor(tg)) / 3
    loss = L + .5 * Ll; opt.zero_grad(); loss.backward(); nn.utils.clip_grad_norm_([p for g in opt.param_groups for p in g["params"]], 1.); opt.step(); sched.step()
    with torch.no_grad():
        cur = [p for g in opt.param_groups for p in g["params"]]; dd = min(.92, (step + 1) / (step + 10)); ema = [p.detach().clone() for p in cur] if ema is None else [e.lerp_(p, 1 - dd) for e, p in zip(ema, cur)]
    if step % 5 == 0: print(step, f"{time.time() - t0:.0f}s L {float(L):.3f} lab {float(Ll):.3f} s {float(s_):.1f}", flush=True)
    if step % 15 == 14 or step == STEPS - 1:
        torch.save({"step": step + 1, "opt": opt.state_dict(), "sched": sched.state_dict(), "params": [p.detach() for p in cur], "ema": ema}, state)
        keep = [p.detach().clone() for p in cur]
        with torch.no_grad():
            for p, e in zip(cur, ema): p.copy_(e)
            torch.save({"trunk": trunk.state_dict(), "iproj": ip.state_dict(), "scale": scale.detach(), "tower": d["tower"]}, OUT)
            for p, e in zip(cur, keep): p.copy_(e)
