"""What is said of each view: English captions, concepts; captions in any language."""
import json, sys, random, colorsys
sys.path.insert(0, "..")
import numpy as np
from functools import lru_cache
from PIL import Image
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.prompts import load_templates
from training.captions.mentions import MentionFinder, Mention
from training.captions.compose import render_mentions, _name
S = "../../shared/data/"; R = "../resources/label_sets/"
lex = load_lexicon(); T = load_templates(); finder = MentionFinder(lex)
def classes(f): return {c["name"]: tuple(c["concepts"]) for c in json.load(open(R + f + ".json"))["classes"]}
LABELS = {"rsicd": classes("rsicd"), "ucm": classes("uc-merced"), "eurosat": classes("eurosat")}
@lru_cache(1)
def written():
    out = {}
    for s, f in (("rsicd", "rsicd.json"), ("ucm", "ucm_captions_train.json")):
        for im in json.load(open(S + f))["images"]:
            if im["split"] == "train": out[s, im["filename"]] = [x["raw"].strip() for x in im["sentences"]]
    return out
oam = json.load(open(S + "openaerialmap_tiles.json")); trees = json.load(open(S + "urban_trees.json"))
rl = {c.lower(): c for c in LABELS["rsicd"]}
def rs_label(l):
    return LABELS["rsicd"].get(l) or LABELS["rsicd"].get(rl.get((l or "").lower(), ""), ())
def ny(name, box):
    a = np.asarray(Image.open("./x/newyork_map_pairs/" + name.replace("aerial/", "map/")).convert("RGB").resize((150, 150))).astype(int)
    x0, y0, x1, y1 = (int(v * 150) for v in box); a = a[y0:y1, x0:x1].reshape(-1, 3); r, g, b = a.T
    water = ((b > r + 40) & (b > 200)).mean(); park = ((g > r + 15) & (g > b + 20)).mean(); mot = ((r > 220) & (b < 140)).mean(); street = ((r > 250) & (g > 250) & (b > 250)).mean()
    return water, park, mot, street
def describe(row):
    """-> (English captions, list of (concept, plural), class label)"""
    s, split, name, label, kind, box, size = row[:7]; rng = random.Random(name + str(box))
    if s in ("rsicd", "ucm"):
        caps = written().get((s, name), []); con = [(c, 0) for c in (rs_label(label) if s == "rsicd" else LABELS["ucm"].get(label, ()))]
        return caps, con
    if s == "eurosat": return [], [(c, 0) for c in LABELS["eurosat"][label]]
    if s == "wind_turbines":
        return ["wind turbines in open country", "a wind turbine with its shadow on the ground", "wind turbines on a field", "white wind turbines seen from above"], [("wind_turbine", 1), ("wind_farm", 0)][: 1 + rng.randint(0, 1)]
    if s == "hurricane_harvey":
        if label == "damage": return ["a flooded building", "houses damaged by a flood", "damaged buildings after a hurricane", "a house surrounded by flood water", "storm damage in a residential area"], [("flood", 0), ("damaged_building", 1)]
        return ["an undamaged house", "houses and trees", "a few buildings with trees around them", "a residential area with trees"], [("house", 1), ("tree", 1)]
    if s == "openaerialmap_tiles":
        n = oam.get(name, 0)
        if n == 0: return [], []
        if n == 1: return ["a building", "a single house with a metal roof", "one building among trees"], [("building", 0)]
        if n <= 4: return ["a few houses", "several buildings", "some small houses with metal roofs"], [("building", 1), ("house", 1)]
        return ["many small houses", "a dense cluster of buildings", "many buildings close together"], [("building", 1), ("dense_residential_area", 0)]
    if s == "urban_trees":
        x0, y0, x1, y1 = (256 * v for v in box); n = sum(x0 <= p[0] < x1 and y0 <= p[1] < y1 for p in trees.get(name, []))
        if n > 40: return ["many trees in a city", "many trees among buildings", "a city with many street trees", "an urban area with lots of trees"], [("street_trees", 1), ("tree", 1), ("urban_area", 0)]
        if n > 8: return ["some trees in a city", "buildings and trees", "an urban area with some trees"], [("tree", 1), ("building", 1), ("urban_area", 0)]
        return ["an urban area with few trees", "buildings and hardly any trees"], [("building", 1), ("urban_area", 0)]
    if s == "newyork_map_pairs":
        w, p, m, st = ny(name, box); con = []; caps = []
        if w > .8: return ["open water", "water", "a wide river or bay", "the sea"], [("water", 0)]
        if w > .12: con.append(("water", 0)); caps += ["a waterfront with water and a city", "a city beside the water", "the shore of a wide body of water"]
        if m > .01: con.append(("highway", 0)); caps += ["a highway through a city", "a motorway with many lanes", "a motorway"]
        if p > .5: con.append(("park", 0)); caps += ["a large park", "a green park in a city", "a park with trees and lawns"]
        elif p > .08: con.append(("park", 0)); caps += ["a park between buildings", "a city with a park", "streets, buildings and a park"]
        if st > .12: con.append(("street", 1)); con.append(("building", 1)); caps += ["a dense city with streets and many buildings", "city blocks", "a grid of streets with buildings"]
        elif w < .3 and p < .3: con.append(("building", 1)); caps += ["buildings in a city", "an urban area"]
        return caps, con
    return row[7]["captions"], [tuple(c) for c in row[7]["concepts"]]
def of_concept(cid, lang, rng, plural=None):
    c = lex[cid]; t = T[lang]; term = c[lang]; plural = rng.random() < .5 if plural is None else plural
    if not plural: return rng.choice(t.one).format(one=_name(term, False, rng))
    if not c.mass and rng.random() < .25: return t.many_of(term)
    return rng.choice(t.many).format(many=_name(term, True, rng))
def caption(caps, con, lang, rng):
    if lang == "en" and caps and (not con or rng.random() < .75): return rng.choice(caps)
    if caps and rng.random() < .75:
        men = list(finder.find(rng.choice(caps)))
        if men: return render_mentions(men, lex, lang, T[lang], rng)
    if con:
        if len(con) > 1 and rng.random() < .5: return render_mentions([Mention(c, bool(p)) for c, p in con if c in lex.concepts], lex, lang, T[lang], rng)
        c, p = rng.choice(con); return of_concept(c, lang, rng, bool(p) if p else None)
    return rng.choice(caps) if caps else None
if __name__ == "__main__":
    for s in ("rsicd", "newyork_map_pairs"): pass
    rng = random.Random(1)
    rows = [["rsicd", "train", "airport_1.webp", "airport", "whole", (0,0,1,1), 224], ["newyork_map_pairs", "train", "aerial/50.webp", "", "crop", (0,.3,.7,1), 300], ["urban_trees","train","bishop_2020_1.webp","","whole",(0,0,1,1),256]]
    for r in rows:
        d = describe(r); print(d); print([caption(*d, l, rng) for l in LANGUAGES])
