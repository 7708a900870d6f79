// What is said before any region.

import { number, percent, t } from "./words.mjs";

/** A sentence on what a search found: how many regions of it are shown, or why there is none. */
export function verdictOf(summary, words, shown) {
  const best = summary.best_relevance;
  const nearest = (summary.facts.nearest_words ?? []).join(", ");
  if (summary.verdict === "unknown_words" && words) {
    return nearest
      ? t("The model does not know the words “{words}”. The nearest it knows: {nearest}.", { words, nearest })
      : t("The model does not know the words “{words}”: try other words.", { words });
  }
  if (summary.verdict === "found" || best === null) {
    return shown === 1 ? t("One region was found.") : t("{count} regions were found.", { count: number(shown) });
  }
  const most = number(Math.floor(100 * best));
  return summary.verdict === "absent" && words
    ? t("Nothing here looks like “{words}”: the best has a relevance of {best} %.", { words, best: most })
    : t("Nothing is surely “{words}”: the best has a relevance of {best}.", { words, best: percent(best) });
}
