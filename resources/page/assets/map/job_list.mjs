// The latest jobs of the service, followed while one looks at them, each with a button that stops it.

import { counted, standing } from "./standing.mjs";
import { clock, t } from "./words.mjs";

const OFTEN_MS = 1500;
const MOST = 8;
const RUNS = new Set(["accepted", "running"]);

export class JobList {
  constructor(details, service) {
    Object.assign(this, { details, service, list: details.querySelector("ul") });
    details.addEventListener("toggle", () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      button.disabled = true;
      service.dismiss(button.value).then(() => this.look(), () => this.look());
    });
  }

  async look() {
    clearTimeout(this.timer);
    if (!this.details.open || document.hidden) return;
    try {
      const { jobs } = await this.service.ask("jobs", { query: { limit: MOST } });
      this.show(jobs);
    } catch {
      // the next look tells more
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), OFTEN_MS);
  }

  show(jobs) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.value : null;
    this.list.replaceChildren(...jobs.map((job) => this.row(job)));
    if (!jobs.length) this.list.appendChild(document.createElement("li")).textContent = t("There is none yet.");
    if (focused) this.list.querySelector(`button[value="${focused}"]`)?.focus();
  }

  row(job) {
    const row = document.createElement("li");
    const name = row.appendChild(document.createElement("a"));
    name.href = this.service.url(`jobs/${job.jobID}`);
    name.textContent = job.processID;
    const begun = row.appendChild(document.createElement("time"));
    begun.dateTime = job.created;
    begun.textContent = clock(job.created);
    const status = row.appendChild(document.createElement("span"));
    status.className = `status ${job.status}`;
    status.textContent = counted(job) ?? standing(job.status);
    if (!RUNS.has(job.status)) return row;
    const progress = row.appendChild(document.createElement("progress"));
    progress.max = 100;
    progress.value = job.progress;
    progress.setAttribute("aria-label", t("Progress"));
    const button = row.appendChild(document.createElement("button"));
    Object.assign(button, { type: "button", className: "quiet", value: job.jobID, textContent: t("Cancel") });
    return row;
  }
}
