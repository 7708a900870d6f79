"""gencomp.py FIRST LAST: composited windows as uint8 and rows (captions, concepts)."""
import sys, os, json, time
sys.path.insert(0, os.environ.get("COMP", ".."))
import numpy as np
from pathlib import Path
from backend.lexicon import load_lexicon
from training.composites.composer import Composer
from training.composites.grounds import GroundBank
a, b = int(sys.argv[1]), int(sys.argv[2]); c = Composer(GroundBank(Path("../../shared/data")), load_lexicon()); t0 = time.time()
out = open(f"comp_{a}.u8", "wb"); rows = []
for i in range(a, b):
    try: x = c.make(11, i)
    except Exception as e: print(i, repr(e)); continue
    out.write(np.ascontiguousarray(x.image).tobytes())
    many = {}
    for q in x.boxes: many[q.label] = many.get(q.label, 0) + 1
    rows.append(["composites", "train", f"{i}", x.layout, "whole", [0, 0, 1, 1], x.window_m, {"captions": list(x.captions), "concepts": [[k, int(many.get(k, 0) > 1)] for k in x.concepts], "boxes": [[float(v) for v in (q.x0, q.y0, q.x1, q.y1)] + [q.label] for q in x.boxes] if hasattr(x.boxes[0] if x.boxes else 0, "x0") else [], "gsd": x.ground_sampling_m}])
out.close(); json.dump(rows, open(f"comp_{a}.json", "w")); print(len(rows), time.time() - t0)
