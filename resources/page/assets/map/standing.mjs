// How a job stands, in the reader's words; `backend/api/pages/standing.py` says the same when a page is made.

import { language, number, t } from "./words.mjs";

const STATES = {
  accepted: t("Waiting"),
  running: t("Running"),
  successful: t("Done"),
  failed: t("Failed"),
  dismissed: t("Cancelled"),
};

export const standing = (status) => STATES[status] ?? status;

/** What a job is doing, beside its state: the service speaks English, so in other languages its counts are said. */
export function doing(job) {
  if (language === "en" || job.status === "failed") return job.message === standing(job.status) ? "" : job.message;
  return counted(job) ?? "";
}

/** How many windows of how many; null where that is not counted. */
export function counted(job) {
  if (job.status !== "running" || job.unit !== "windows" || !job.total) return null;
  return t("{done} of {total} windows", { done: number(job.done), total: number(job.total) });
}
