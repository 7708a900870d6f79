"""Pruned vocabulary, tokenizer, and the student text tower."""
import sys, json, collections
sys.path[:0] = ["../../shared/reference", "."]
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from tokenizers import Tokenizer, Regex, models, normalizers, pre_tokenizers, processors, decoders
V_SIZE = 40000
def script(p):
    k = set()
    for ch in p.replace("\u2581", ""):
        if "a" <= ch.lower() <= "z" or "\u00c0" <= ch <= "\u024f" or ch in "ßœæ’'": k.add("latin")
        elif "\u0400" <= ch <= "\u04ff": k.add("cyr")
        elif "\uac00" <= ch <= "\ud7a3": k.add("ko")
        elif "\u4e00" <= ch <= "\u9fff": k.add("zh")
        elif ch.isdigit() and ch < "\u0080": k.add("digit")
        elif ch < "\u0080": k.add("punct")
        else: k.add("other")
    return k
def full():
    js = json.load(open("e5_full_tokenizer.json")); return js["model"]["vocab"]
def make():
    from texts import captions, osm, lexicon_names, frames
    vocab = full(); tok = Tokenizer.from_file("e5_full_tokenizer.json")
    caps = captions(); o = osm(); L = lexicon_names()
    core = caps + frames() + [n for v in o.values() for n in v] + [n for v in L.values() for n in v]
    core += [x.lower() for x in core if x != x.lower()] + [x.capitalize() for v in L.values() for x in v]
    keep = set(range(4))
    for e in tok.encode_batch(core): keep.update(e.ids)
    rank = sorted(range(4, len(vocab)), key=lambda i: -vocab[i][1])
    n = {"zh": 0, "ko": 0}
    for i in rank:  # single characters: what a missing piece falls back to
        p = vocab[i][0].replace("\u2581", "")
        if len(p) == 1:
            k = script(p)
            if k & {"latin", "cyr", "ko", "digit", "punct"}: keep.add(i)
            elif k == {"zh"} and n["zh"] < 4500: keep.add(i); n["zh"] += 1
    quota = V_SIZE - len(keep); print("kept so far", len(keep), "left", quota)
    share = {"latin": .62, "cyr": .14, "ko": .12, "zh": .12}
    for sc, sh in share.items():
        c = 0
        for i in rank:
            if c >= int(quota * sh): break
            if i not in keep and script(vocab[i][0]) == {sc}: keep.add(i); c += 1
    order = [0, 1, 2, 3] + sorted(keep - {0, 1, 2, 3})
    json.dump(order, open("vocab_order.json", "w")); return order
def tokenizer(order):
    vocab = full(); pieces = [(vocab[i][0], float(vocab[i][1])) for i in order]
    t = Tokenizer(models.Unigram(pieces, unk_id=3))
    t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    t.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always")
    t.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return t
def bert(order, layers=range(12), positions=64):
    sd = torch.load("e5_full.pt"); cfg = BertConfig(vocab_size=len(order), hidden_size=384, num_hidden_layers=len(layers), num_attention_heads=12, intermediate_size=1536, max_position_embeddings=positions, type_vocab_size=1, layer_norm_eps=1e-12, pad_token_id=1, hidden_dropout_prob=0., attention_probs_dropout_prob=0.)
    m = BertModel(cfg, add_pooling_layer=False); new = {}
    for k, v in sd.items():
        if k.startswith("encoder.layer."):
            i = int(k.split(".")[2])
            if i in layers: new[k.replace(f"layer.{i}.", f"layer.{list(layers).index(i)}.")] = v
        elif "word_embeddings" in k: new[k] = v[order]
        elif "position_embeddings" in k: new[k] = v[:positions]
        elif "token_type" in k: new[k] = v[:1]
        elif "position_ids" in k or "token_type_ids" in k: continue
        else: new[k] = v
    miss = m.load_state_dict(new, strict=False); print(miss); return m
class Tower(nn.Module):
    """open_clip's HFTextEncoder: mean pooler, mlp projection."""
    def __init__(self, b, dim=384):
        super().__init__(); self.transformer = b; h = (384 + dim) // 2
        self.proj = nn.Sequential(nn.Linear(384, h, bias=False), nn.GELU(), nn.Linear(h, dim, bias=False))
    def pooled(self, ids, train_layers=0):
        mask = (ids != 1); b = self.transformer
        out = b(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        m = mask.unsqueeze(-1); return (out * m).sum(1) / m.sum(1)
    def forward(self, ids):
        p = self.pooled(ids); return p, F.normalize(self.proj(p), dim=-1)
def encode(t, texts, limit=62):
    e = t.encode_batch(list(texts)); ids = [x.ids if len(x.ids) <= limit else x.ids[:limit - 1] + [2] for x in e]
    n = max(map(len, ids)); return torch.tensor([i + [1] * (n - len(i)) for i in ids])
if __name__ == "__main__":
    order = make(); t = tokenizer(order); t.save("tokenizer.json"); import os; print(len(order), os.path.getsize("tokenizer.json"))
    b = bert(order).eval(); T = Tokenizer.from_file("e5_full_tokenizer.json")
    full_b = bert(list(range(250037)), positions=512).eval()
    def emb(m, ids): 
        with torch.no_grad(): return F.normalize(m(input_ids=torch.tensor([ids])).last_hidden_state.mean(1), dim=-1)[0]
    for s in ["vineyard", "Weinberg am Hang", "photovoltaic array on a barn", "수영장 옆의 집", "高速公路旁的停车场", "теплицы у дороги", "kerncentrale met koeltorens", "quarterly report", "asdfgh qwerty"]:
        a = emb(full_b, [0, *T.encode("query: " + s).ids, 2]); c = emb(b, t.encode("query: " + s).ids); d = emb(b, t.encode(s).ids)
        print(s, t.encode(s).tokens, round(float(a @ c), 4), round(float(a @ d), 4))
    import time; x = torch.tensor([t.encode("a parking lot with many cars").ids]); torch.set_num_threads(1)
    with torch.no_grad():
        b(input_ids=x); t0 = time.time(); [b(input_ids=x) for _ in range(10)]; print("ms", (time.time() - t0) * 100)
