// Boxes of regions, in degrees and in the metres of Web Mercator, which map and thumbnails are drawn in.

const RADIUS = 6378137;
const RAD = Math.PI / 180;

export const toMercator = ([lon, lat]) => [RADIUS * lon * RAD, RADIUS * Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2))];
export const toDegrees = ([x, y]) => [x / RADIUS / RAD, (2 * Math.atan(Math.exp(y / RADIUS)) - Math.PI / 2) / RAD];

/** Every ring of a polygon, or of several. */
export function rings(geometry) {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

/** West, south, east, north. */
export function boundsOf(geometry) {
  const points = rings(geometry).flat();
  const [lons, lats] = [points.map((point) => point[0]), points.map((point) => point[1])];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** A square around a region with some ground beside it: its bounds in degrees, and the outline in shares of its side. */
export function squareAround(geometry, margin = 0.35) {
  const [west, south, east, north] = boundsOf(geometry);
  const [x0, y0] = toMercator([west, south]);
  const [x1, y1] = toMercator([east, north]);
  const side = Math.max(x1 - x0, y1 - y0, 1) * (1 + 2 * margin);
  const [left, top] = [(x0 + x1 - side) / 2, (y0 + y1 + side) / 2];
  const outline = rings(geometry).map((ring) =>
    ring.map(toMercator).map(([x, y]) => [(x - left) / side, (top - y) / side]),
  );
  return { bounds: [...toDegrees([left, top - side]), ...toDegrees([left + side, top])], outline };
}

export function boxPolygon([west, south, east, north]) {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: "Polygon", coordinates: [ring] };
}

// Relevance from 0 to 1: blue over magenta to yellow, as in the pictures of the command line.
const RAMP = [[64, 120, 255], [214, 60, 190], [255, 128, 60], [255, 225, 60]];

export function relevanceColour(relevance) {
  const at = Math.min(Math.max(relevance, 0), 1) * (RAMP.length - 1);
  const low = Math.min(Math.floor(at), RAMP.length - 2);
  const part = RAMP[low].map((value, band) => Math.round(value + (at - low) * (RAMP[low + 1][band] - value)));
  return `rgb(${part.join(", ")})`;
}
