"""export.py CKPT FOLDER [share of start's trunk/iproj]"""
import sys, json, shutil, os
sys.path.insert(0, ".")
from pathlib import Path
import torch, open_clip
from safetensors.torch import save_file, load_file
ck, out = torch.load(sys.argv[1]), Path(sys.argv[2]); out.mkdir(exist_ok=True)
old = "./mini1"
base = load_file(old + "/open_clip_model.safetensors")
sd = {k: v for k, v in base.items() if k.startswith("visual.")}
if "trunk" in ck:
    for k, v in ck["trunk"].items():
        n = "visual.trunk." + k
        if n in sd and v.dtype.is_floating_point: sd[n] = v.half()
for k, v in ck["iproj"].items(): sd["visual.head.proj.weight"] = v.half()
for k, v in ck["tower"].items():
    n = "text." + k
    if not v.dtype.is_floating_point: continue
    trained = "proj." in k or any(f"layer.{i}." in k for i in range(8, 12))
    sd[n] = v.half() if trained or v.ndim < 2 or "position" in k or "token_type" in k else v.to(torch.float8_e4m3fn)
sd["logit_scale"] = ck["scale"].float()
save_file({k: v.contiguous() for k, v in sd.items()}, out / "open_clip_model.safetensors")
cfg = json.load(open(old + "/open_clip_config.json"))
cfg["model_cfg"]["text_cfg"] = {"context_length": 64, "vocab_size": 39998, "hf_model_name": "resources/models/terralex-mini", "hf_model_pretrained": False, "hf_tokenizer_name": "resources/models/terralex-mini", "hf_pooler_type": "mean_pooler", "hf_proj_type": "mlp", "tokenizer_kwargs": {"clean": "whitespace"}}
json.dump(cfg, open(out / "open_clip_config.json", "w"), indent=2)
json.dump({"architectures": ["BertModel"], "model_type": "bert", "vocab_size": 39998, "hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 1536, "max_position_embeddings": 64, "type_vocab_size": 1, "layer_norm_eps": 1e-12, "hidden_act": "gelu", "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}, open(out / "config.json", "w"), indent=2)
shutil.copy("tokenizer.json", out / "tokenizer.json")
json.dump({"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>", "model_max_length": 64, "clean_up_tokenization_spaces": False}, open(out / "tokenizer_config.json", "w"), indent=2)
os.system(f"ls -la {out}")
