// One search and what became of it: the question, its regions, and what was said of them.

const TOP = 100;
const CANDIDATES = 40; // below the threshold, faded, so that the slider has something to show everywhere
export const THRESHOLD = 0.3;

export class Search {
  /** The question of a search: a layer's id, words, what is not wanted, and a box or null. */
  constructor({ layer, text, unwanted, box }) {
    Object.assign(this, { layer, text, unwanted, box, regions: [], summary: null, rejected: [] });
  }

  /** Inputs of the process "search"; with marks they are what is refined by. */
  inputs() {
    return {
      layer: this.layer,
      text: this.text,
      unwanted: this.unwanted,
      extent: this.box && { bbox: this.box },
      top: TOP,
      candidates: CANDIDATES,
      threshold: THRESHOLD,
      accepted: orNull(this.marked("accepted").map((region) => region.geometry)),
      rejected: orNull(this.rejected.concat(this.marked("rejected").map((region) => region.geometry))),
    };
  }

  /** Take an answer; what was rejected before stays so, though it never returns. */
  take({ regions, summary }) {
    this.rejected.push(...this.marked("rejected").map((region) => region.geometry));
    this.regions = regions.features;
    this.summary = summary;
  }

  marked(mark) {
    return this.regions.filter((region) => region.properties.mark === mark);
  }

  get hasMarks() {
    return this.regions.some((region) => region.properties.mark);
  }

  /** Regions of at least a relevance from 0 to 1; marked ones are always there. */
  atLeast(relevance) {
    return this.regions.filter(({ properties }) => properties.mark || properties.relevance >= relevance);
  }

  /** What is downloaded: regions as GeoJSON (RFC 7946), without the rejected, with where they come from. */
  document(relevance) {
    const features = this.atLeast(relevance).filter((region) => region.properties.mark !== "rejected");
    return { type: "FeatureCollection", features, provenance: this.summary.provenance };
  }
}

function orNull(geometries) {
  return geometries.length ? geometries : null;
}
