"""All texts that train or tell which pieces are needed."""
import json, sys, glob, random
sys.path.insert(0, "..")
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.prompts import load_templates
S = "../../shared/"
def captions():
    out = []
    for f, split in (("rsicd.json", "train"), ("ucm_captions_train.json", "train")):
        for im in json.load(open(S + "data/" + f))["images"]:
            if im["split"] == split:
                out += [s["raw"].strip() for s in im["sentences"]]
    return out
def osm():
    out = {}
    for lang in LANGUAGES:
        try: d = json.load(open(S + f"reference/osm-presets/{lang}.json"))
        except FileNotFoundError: continue
        names = []
        def walk(x):
            if isinstance(x, dict):
                for k, v in x.items():
                    if k in ("name",) and isinstance(v, str): names.append(v)
                    elif k in ("terms", "aliases"):
                        names.extend(t.strip() for t in (v.replace("\n", ",").split(",") if isinstance(v, str) else v))
                    else: walk(v)
        walk(d); out[lang] = [n for n in names if n]
    return out
def lexicon_names():
    lex = load_lexicon()
    return {l: [n for c in lex.concepts.values() for n in c[l].names] for l in LANGUAGES}
def frames():
    t = load_templates(); out = []
    for l in LANGUAGES:
        for x in (*t[l].search, *t[l].one, *t[l].many, *t[l].several): out.append(x.replace("{", " ").replace("}", " "))
        out += list(t[l].function_words)
    return out
if __name__ == "__main__":
    print(len(captions()), {k: len(v) for k, v in osm().items()}, {k: len(v) for k, v in lexicon_names().items()})
