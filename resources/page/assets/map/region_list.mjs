// The regions of a search: thumbnails, relevance, accept and reject; arrows and Enter walk, A and R mark.

import { squareAround } from "./geometry.mjs";
import { number, percent, t } from "./words.mjs";

const ACCEPT = new Set(["a", "+"]);
const REJECT = new Set(["r", "-", "delete", "backspace"]);
const THUMBNAIL_PX = 144;
const SVG = "http://www.w3.org/2000/svg";

export class RegionList {
  /** onGo is told the region that one has gone to, onMark that marks have changed; picture makes a box's address. */
  constructor(list, { onGo, onMark, picture }) {
    Object.assign(this, { list, onGo, onMark, picture, rows: new Map(), shown: [], current: null });
    list.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("click", (event) => this.click(event));
  }

  /** Show regions; those that stay keep their rows, so that neither pictures nor the focus are lost. */
  show(regions, current = this.current) {
    for (const region of regions) if (!this.rows.has(region)) this.rows.set(region, this.row(region));
    const kept = new Set(regions);
    for (const region of [...this.rows.keys()]) if (!kept.has(region)) this.rows.delete(region);
    this.shown = regions;
    this.current = kept.has(current) ? current : null;
    this.list.replaceChildren(...regions.map((region) => this.rows.get(region)));
    this.refresh();
  }

  /** Say anew what is marked and where one is. */
  refresh() {
    const reached = this.current ?? this.shown[0];
    for (const [region, row] of this.rows) {
      const { mark, weak } = region.properties;
      row.className = [mark, weak ? "weak" : "", region === this.current ? "current" : ""].join(" ");
      const [go, accept, reject] = row.querySelectorAll("button");
      go.setAttribute("aria-current", String(region === this.current));
      for (const button of [go, accept, reject]) button.tabIndex = region === reached ? 0 : -1;
      accept.setAttribute("aria-pressed", String(mark === "accepted"));
      reject.setAttribute("aria-pressed", String(mark === "rejected"));
    }
  }

  row(region) {
    const { rank, relevance, window_m: window } = region.properties;
    const row = document.createElement("li");
    const go = row.appendChild(document.createElement("button"));
    go.type = "button";
    go.className = "go";
    go.append(this.thumbnail(region), span("rank", number(rank)), span("relevance", percent(relevance)), span("size", window ? `${number(window)} m` : ""));
    for (const [name, title, sign] of [["accept", t("Accept the region (A)"), "✓"], ["reject", t("Reject the region (R)"), "✗"]]) {
      const button = row.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = name;
      button.title = title;
      button.setAttribute("aria-label", title);
      button.textContent = sign;
    }
    return row;
  }

  thumbnail(region) {
    const { bounds, outline } = squareAround(region.geometry);
    const frame = span("thumbnail", "");
    const picture = frame.appendChild(document.createElement("img"));
    picture.loading = "lazy";
    picture.alt = "";
    picture.src = this.picture(bounds, THUMBNAIL_PX);
    const svg = frame.appendChild(document.createElementNS(SVG, "svg"));
    svg.setAttribute("viewBox", "0 0 1 1");
    svg.setAttribute("aria-hidden", "true");
    for (const name of ["halo", "line"]) {
      const path = svg.appendChild(document.createElementNS(SVG, "path"));
      path.setAttribute("class", name);
      path.setAttribute("d", outline.map((ring) => `M${ring.map((point) => point.map((value) => value.toFixed(4)).join(",")).join("L")}Z`).join(""));
    }
    return frame;
  }

  regionOf(element) {
    const row = element.closest("li");
    return [...this.rows].find(([, one]) => one === row)?.[0];
  }

  click(event) {
    const button = event.target.closest("button");
    const region = button && this.regionOf(button);
    if (!region) return;
    if (button.classList.contains("go")) this.go(region);
    else this.mark(region, button.classList.contains("accept") ? "accepted" : "rejected");
  }

  /** Go to a region, the map with it. */
  go(region, focus = true) {
    this.current = region;
    this.refresh();
    const row = this.rows.get(region);
    row.scrollIntoView({ block: "nearest" });
    if (focus) row.querySelector(".go").focus({ preventScroll: true });
    this.onGo(region);
  }

  step(by) {
    const at = this.shown.indexOf(this.current);
    const region = this.shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.shown.length - 1)];
    if (region) this.go(region);
  }

  /** Mark a region; marked so again it has no mark. */
  mark(region, mark) {
    region.properties.mark = region.properties.mark === mark ? "" : mark;
    this.refresh();
    this.onMark();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const onButton = event.target.matches(".accept, .reject");
    const mark = ACCEPT.has(key) ? "accepted" : REJECT.has(key) ? "rejected" : null;
    if (mark) {
      const region = this.current ?? this.regionOf(event.target);
      if (region) region.properties.mark = mark;
      this.current = region;
      this.onMark();
      this.step(1);
    } else if (key === "enter" && !onButton) this.step(event.shiftKey ? -1 : 1);
    else if (key === "arrowdown") this.step(1);
    else if (key === "arrowup") this.step(-1);
    else return;
    event.preventDefault();
  }
}

function span(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}
