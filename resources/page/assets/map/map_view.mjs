// The map: a layer's pixels, regions over them, and the box that is searched. It knows nothing of the service.

import { AttributionControl, Map as MapLibre, NavigationControl, ScaleControl } from "../maplibre/maplibre-gl.mjs";
import { boxPolygon, relevanceColour } from "./geometry.mjs";
import { t } from "./words.mjs";

const dark = matchMedia("(prefers-color-scheme: dark)");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const NOTHING = { type: "FeatureCollection", features: [] };
const MOST_ZOOM = 24;
const SMALLEST_BOX_PX = 6;

const ground = () => (dark.matches ? "#0c1110" : "#e4e9e7");
const of = (name, otherwise) => ["coalesce", ["get", name], otherwise];

export class MapView {
  /** onPick is told the rank of a region that was clicked, onBox the box that was drawn. */
  constructor(element, { onPick, onBox, onDrawing, onNoGraphics }) {
    this.element = element;
    if (!document.createElement("canvas").getContext("webgl2")) onNoGraphics();
    this.onBox = onBox;
    this.onDrawing = onDrawing;
    this.map = new MapLibre({
      container: element,
      style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": ground() } }] },
      attributionControl: false,
      boxZoom: false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: MOST_ZOOM,
      locale: { "Map.Title": t("Map"), "NavigationControl.ZoomIn": t("Zoom in"), "NavigationControl.ZoomOut": t("Zoom out") },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }));
    this.map.addControl(new ScaleControl(), "bottom-left");
    this.map.on("error", () => {}); // a tile that fails stays empty, the page says why
    this.map.on("idle", () => element.setAttribute("data-idle", ""));
    this.map.on("movestart", () => element.removeAttribute("data-idle"));
    this.map.on("dataloading", () => element.removeAttribute("data-idle"));
    dark.addEventListener("change", () => this.map.setPaintProperty("ground", "background-color", ground()));
    this.ready = new Promise((resolve) => this.map.once("load", resolve)).then(() => this.prepare(onPick));
  }

  prepare(onPick) {
    const { map } = this;
    map.addSource("regions", { type: "geojson", data: NOTHING });
    map.addSource("box", { type: "geojson", data: NOTHING });
    const faded = (seen, weak) => ["case", of("weak", false), weak, seen];
    const line = (id, paint) => map.addLayer({ id, type: "line", source: "regions", layout: { "line-join": "round" }, paint });
    map.addLayer({ id: "fill", type: "fill", source: "regions", paint: { "fill-color": of("colour", "#fff"), "fill-opacity": ["case", of("current", false), 0.05, 0.12] } });
    line("halo", { "line-color": "#000", "line-opacity": faded(0.6, 0.3), "line-width": ["case", of("current", false), 7, 4] });
    line("outline", { "line-color": of("colour", "#fff"), "line-opacity": faded(1, 0.65), "line-width": ["case", of("current", false), 4, 2] });
    map.addLayer({ id: "box-halo", type: "line", source: "box", paint: { "line-color": "#000", "line-width": 4, "line-opacity": 0.5 } });
    map.addLayer({ id: "box", type: "line", source: "box", paint: { "line-color": "#fff", "line-width": 2, "line-dasharray": [3, 2] } });
    map.on("click", "fill", (event) => onPick(Math.min(...event.features.map((feature) => feature.properties.rank))));
    map.on("mouseenter", "fill", () => this.element.classList.add("over-region"));
    map.on("mouseleave", "fill", () => this.element.classList.remove("over-region"));
    map.on("mousedown", (event) => this.begin(event));
    map.on("touchstart", (event) => this.begin(event));
  }

  /** Show a layer, as a whole. */
  showLayer(tiles, info) {
    const { map } = this;
    if (map.getLayer("pixels")) map.removeLayer("pixels");
    if (map.getSource("pixels")) map.removeSource("pixels");
    if (this.attribution) map.removeControl(this.attribution);
    this.attribution = info.attribution && new AttributionControl({ compact: true, customAttribution: info.attribution });
    if (this.attribution) map.addControl(this.attribution);
    const [west, south, east, north] = info.bounds_wgs84;
    const bounds = [west, Math.max(south, -85), east < west ? east + 360 : east, Math.min(north, 85)];
    const metres = 78271.5 * 2 * Math.cos((((south + north) / 2) * Math.PI) / 180);
    const maxzoom = Math.min(Math.max(Math.ceil(Math.log2(metres / info.ground_sampling_m)), 0), MOST_ZOOM);
    map.addSource("pixels", { type: "raster", tiles: [tiles], tileSize: 256, bounds, maxzoom });
    map.addLayer({ id: "pixels", type: "raster", source: "pixels", paint: { "raster-fade-duration": 0 } }, "fill");
    map.setMaxZoom(Math.min(maxzoom + 4, MOST_ZOOM));
    this.layerBounds = bounds;
    this.map.fitBounds(bounds, { padding: 20, animate: false });
  }

  showRegions(features, current) {
    const shown = features.map(({ geometry, properties }) => ({
      type: "Feature",
      geometry,
      properties: { rank: properties.rank, weak: properties.weak, current: properties.rank === current, colour: colourOf(properties) },
    }));
    shown.sort((one, other) => one.properties.current - other.properties.current || other.properties.rank - one.properties.rank);
    this.map.getSource("regions").setData({ type: "FeatureCollection", features: shown });
  }

  showBox(box) {
    const features = box ? [{ type: "Feature", properties: {}, geometry: boxPolygon(box) }] : [];
    this.map.getSource("box").setData({ type: "FeatureCollection", features });
  }

  /** Go to a region: near enough to see it, with what lies around it. */
  goTo([west, south, east, north]) {
    const beside = Math.min(this.element.clientWidth, this.element.clientHeight) / 4;
    this.map.fitBounds([west, south, east, north], { padding: beside, animate: !still.matches, duration: 300, maxZoom: MOST_ZOOM });
  }

  /** West, south, east, north of what is seen of the layer. */
  inView() {
    const seen = this.map.getBounds().toArray().flat();
    const layer = this.layerBounds;
    const box = [0, 1].map((at) => Math.max(seen[at], layer[at])).concat([2, 3].map((at) => Math.min(seen[at], layer[at])));
    return box[0] < box[2] && box[1] < box[3] ? box : null;
  }

  /** Whether the next drag draws a box; Shift does it without. */
  setDrawing(on) {
    this.drawing = on;
    this.element.classList.toggle("drawing", on);
    this.onDrawing(on);
  }

  begin(event) {
    if (!(this.drawing || event.originalEvent.shiftKey) || event.originalEvent.touches?.length > 1) return;
    event.preventDefault(); // the map stays where it is
    const { map } = this;
    const [from, at] = [event.lngLat, event.point];
    let box = null;
    const move = ({ lngLat, point }) => {
      const large = Math.min(Math.abs(point.x - at.x), Math.abs(point.y - at.y)) >= SMALLEST_BOX_PX;
      box = large ? [Math.min(from.lng, lngLat.lng), Math.min(from.lat, lngLat.lat), Math.max(from.lng, lngLat.lng), Math.max(from.lat, lngLat.lat)] : null;
      if (box) this.showBox(box);
    };
    const [moves, ends] = event.type === "mousedown" ? ["mousemove", "mouseup"] : ["touchmove", "touchend"];
    map.on(moves, move);
    addEventListener(ends, () => {
      map.off(moves, move);
      this.setDrawing(false);
      if (box) this.onBox(box);
    }, { once: true });
  }
}

function colourOf({ mark, relevance }) {
  if (mark === "accepted") return "#3ddc84";
  return mark === "rejected" ? "#8a8f8d" : relevanceColour(relevance);
}
