"""Pooled (pre-projection) embeddings of the texts of the head's run, with the p1 tower."""
import sys, json, random, time
sys.path.insert(0, ".")
import numpy as np, torch
from student import bert, Tower
from tokenizers import Tokenizer
import corpus as C
torch.set_num_threads(2); torch.set_grad_enabled(False)
d = torch.load("p1.pt"); tower = Tower(bert(json.load(open("vocab_order.json")))).eval(); tower.load_state_dict(d["tower"]); tok = Tokenizer.from_file("tokenizer.json")
rng = random.Random(3); need = {}; per = {}
def add(t): return need.setdefault(t, len(need))
rows = json.load(open("acts.json")); crow = json.load(open("comp.json")); bad = set(map(tuple, json.load(open("leaks.json"))))
LANG = C.LANGUAGES
for r in rows + crow:
    if r[1] != "train" or (r[0], r[2]) in bad: continue
    key = f"{r[0]}|{r[2]}" if r[0] in ("rsicd", "ucm", "composites") else f"{r[0]}|{r[2]}|{r[5]}"
    if key in per: continue
    caps, con = C.describe(r); en = []; xx = []
    u = list(dict.fromkeys(caps))
    if r[0] == "rsicd": en = [add(c) for c in rng.sample(u, min(3, len(u)))]
    elif r[0] == "composites": en = [add(c) for c in rng.sample(u, min(1, len(u)))]
    else: en = [add(c) for c in u]
    if r[0] == "rsicd" and rng.random() < .5 or r[0] == "composites" and rng.random() < .25:
        l = rng.choice(LANG[1:]); c = C.caption(caps, con, l, rng)
        if c: xx.append(add(c))
    per[key] = [en, xx]
names = {}
for cid in C.lex.concepts:
    for l in LANG:
        t = C.lex[cid][l]; a = [add(t.one), add(t.many)] + [add(x) for x in rng.sample(list(t.also), min(1, len(t.also)))]
        if rng.random() < .5: a.append(add(C.of_concept(cid, l, rng)))
        names[f"{cid}|{l}"] = a
osm = json.load(open("osm_aligned.json")); osmi = []
for m in osm: ks = rng.sample([k for k in m if k != "en"], 2); osmi.append([add(m["en"])] + [add(m[k]) for k in ks])
texts = list(need); print("texts", len(texts), flush=True)
ids = [tok.encode(t).ids[:61] for t in texts]; idx = sorted(range(len(ids)), key=lambda i: len(ids[i])); out = np.zeros((len(ids), 384), "f4"); t0 = time.time()
for q, a in enumerate(range(0, len(idx), 128)):
    ch = idx[a:a + 128]; n = max(len(ids[i]) for i in ch); out[ch] = tower.pooled(torch.tensor([ids[i] + [1] * (n - len(ids[i])) for i in ch])).numpy()
    if q % 40 == 0: print(a, len(idx), f"{time.time() - t0:.0f}s", flush=True)
np.save("tpool.npy", out); json.dump({"texts": texts, "per": per, "names": names, "osm": osmi}, open("tpool.json", "w"), ensure_ascii=False); print("done")
