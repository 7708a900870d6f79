import json, sys, io, tarfile
sys.path.insert(0, ".")
import numpy as np
from texts import S, LANGUAGES
d = {}
for l in LANGUAGES:
    def walk(x, path):
        if isinstance(x, dict):
            if isinstance(x.get("name"), str): d.setdefault(path, {})[l] = x["name"]
            for k, v in x.items(): walk(v, path + "/" + k)
    walk(json.load(open(S + f"reference/osm-presets/{l}.json")), "")
al = [v for k, v in d.items() if "en" in v and len(v) >= 5 and "/fields" not in k and len(v["en"]) < 50]
al = [{k: x.strip("* ") for k, x in m.items()} for m in al]
json.dump(al, open("osm_aligned.json", "w"), ensure_ascii=False); print(len(al), al[100], al[700])
