// The map page: what is asked, what comes back, and the controls between them.

import { boundsOf } from "./geometry.mjs";
import { JobList } from "./job_list.mjs";
import { MapView } from "./map_view.mjs";
import { RegionList } from "./region_list.mjs";
import { Search, THRESHOLD } from "./search.mjs";
import { Service } from "./service.mjs";
import { counted, standing } from "./standing.mjs";
import { Suggestions } from "./suggestions.mjs";
import { verdictOf } from "./verdict.mjs";
import { language, percent, t } from "./words.mjs";

const at = (id) => document.getElementById(id);
const workplace = document.querySelector(".workplace");
const service = new Service(workplace.dataset.home);
const layers = new Map();
let box = null;
let search = null;
let running = null; // the job that is waited for

const view = new MapView(at("map"), {
  onPick: pick,
  onBox: setBox,
  onDrawing: (on) => at("draw").setAttribute("aria-pressed", String(on)),
  onNoGraphics: () => say({ message: t("This browser cannot draw the map: it needs WebGL 2.") }),
});
const list = new RegionList(at("regions"), {
  onGo: (region) => {
    view.goTo(boundsOf(region.geometry));
    showOnMap();
  },
  onMark: () => {
    showOnMap();
    at("refine").disabled = !search.hasMarks;
  },
  picture: (bounds, side) => service.url(`layers/${search.layer}/map`, { bbox: bounds.join(","), width: side, height: side }),
});
const jobs = new JobList(at("jobs"), service);
new Suggestions(at("text"), at("suggestions"), async (text) => {
  try {
    return (await service.ask("suggestions", { query: { text, language } })).suggestions;
  } catch {
    return []; // suggestions are no necessity
  }
});

function say(problem) {
  at("wrong").textContent = problem?.message ?? "";
  at("wrong").hidden = !problem;
}

/** Do something that may fail, and say so where it does. */
async function attempt(work) {
  say(null);
  try {
    return await work();
  } catch (error) {
    say(error);
    return null;
  }
}

async function listLayers(chosen) {
  layers.clear();
  for (let address = "layers?limit=1000"; address; ) {
    const page = await service.ask(address);
    for (const layer of page.layers) if (layer.state === "ready") layers.set(layer.id, layer);
    address = page.links.find((link) => link.rel === "next")?.href;
  }
  const options = [...layers.values()].map((layer) => new Option(layer.title, layer.id));
  at("layer").replaceChildren(...options);
  at("search").disabled = !options.length;
  if (!options.length) throw new Error(t("There is no layer yet: add one under More."));
  at("layer").value = layers.has(chosen) ? chosen : options.at(-1).value;
  showLayer();
}

function showLayer() {
  const layer = layers.get(at("layer").value);
  forget();
  setBox(null);
  view.showLayer(`${service.url(`layers/${layer.id}/map/tiles/WebMercatorQuad`)}/{z}/{y}/{x}`, layer.info);
  history.replaceState(null, "", `?layer=${encodeURIComponent(layer.id)}`);
  probe(layer);
}

/** A map that stays empty says why: a small picture of all of it is asked for as well. */
async function probe(layer) {
  const [west, south, east, north] = layer.info.bounds_wgs84;
  if (east <= west) return;
  await attempt(async () => {
    const bbox = [west, Math.max(south, -85), east, Math.min(north, 85)].join(",");
    await service.send(service.url(`layers/${layer.id}/map`, { bbox, width: 64, height: 64 }));
  });
}

function setBox(given) {
  box = given;
  view.showBox(box);
  at("where").textContent = box ? t("In the box") : t("Whole layer");
  at("everywhere").hidden = !box;
}

function forget() {
  search = null;
  at("verdict").textContent = "";
  at("hint").hidden = false;
  show();
}

/** Whether something is being waited for. */
function wait(job) {
  running = job;
  at("layer").disabled = Boolean(job);
  at("running").hidden = !job;
  if (!job) return;
  at("doing").textContent = counted(job) ?? standing(job.status);
  if (job.status === "running" && job.progress) at("progress").value = job.progress;
  else at("progress").removeAttribute("value");
  at("cancel").hidden = !job.jobID;
}

async function ask(question) {
  const byKeyboard = at("ask").contains(document.activeElement) || document.activeElement === at("refine");
  at("search").disabled = at("refine").disabled = true;
  at("verdict").textContent = "";
  wait({ status: "running" });
  const answer = await attempt(() => service.execute("search", question.inputs(), wait));
  wait(null);
  jobs.look();
  at("search").disabled = false;
  if (answer) {
    question.take(answer);
    search = question;
    const found = search.summary.verdict === "found";
    at("relevance").value = found ? 100 * THRESHOLD : 0;
    at("hint").hidden = true;
    list.current = null;
    show();
    if (byKeyboard) list.list.querySelector(".go")?.focus();
  }
  at("refine").disabled = !search?.hasMarks;
}

/** Show what the slider lets through. */
function show() {
  const least = at("relevance").valueAsNumber / 100;
  at("least").textContent = percent(least);
  const shown = search ? search.atLeast(least) : [];
  list.show(shown);
  showOnMap();
  at("filter").hidden = at("with-marks").hidden = !search?.regions.length;
  if (search) at("verdict").textContent = verdictOf(search.summary, search.text, shown.filter((region) => !region.properties.weak).length);
  at("download").disabled = !shown.length;
}

function showOnMap() {
  view.showRegions(list.shown, list.current?.properties.rank);
}

function pick(rank) {
  const region = list.shown.find((one) => one.properties.rank === rank);
  if (region) list.go(region);
}

function save(name, document_, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(document_)], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text) return void say({ message: t("Type what to look for, in any of ten languages") });
  const unwanted = at("unwanted").value.split(/[;；]/).map((phrase) => phrase.trim()).filter(Boolean);
  ask(new Search({ layer: at("layer").value, text, unwanted, box }));
});
at("refine").addEventListener("click", () => ask(search));
at("cancel").addEventListener("click", () => running?.jobID && attempt(() => service.dismiss(running.jobID)));
at("relevance").addEventListener("input", show);
at("download").addEventListener("click", () => {
  const least = at("relevance").valueAsNumber / 100;
  save(`${search.text.replace(/[^\p{L}\p{N}]+/gu, "-")}.geojson`, search.document(least), "application/geo+json");
});
at("layer").addEventListener("change", showLayer);
at("draw").addEventListener("click", () => view.setDrawing(!view.drawing));
at("in-view").addEventListener("click", () => setBox(view.inView()));
at("everywhere").addEventListener("click", () => setBox(null));
addEventListener("keydown", (event) => event.key === "Escape" && view.setDrawing(false));
at("add-path").addEventListener("click", () =>
  attempt(async () => listLayers((await service.post("layers", { type: "path", path: at("path").value.trim() })).id)),
);
at("file").addEventListener("change", () =>
  attempt(async () => {
    const [file] = at("file").files;
    if (!file) return;
    try {
      const layer = await service.upload(file, (share) => wait({ status: "running", progress: 100 * share }));
      await listLayers(layer.id);
    } finally {
      wait(null);
      at("file").value = "";
    }
  }),
);

await view.ready;
await attempt(() => listLayers(workplace.dataset.layer));
workplace.dataset.ready = "";
