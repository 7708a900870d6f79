// Jobs that run are followed, and can be stopped; everything else on these pages works without a script.

import { doing, standing } from "./map/standing.mjs";
import { t } from "./map/words.mjs";

const EVERY_MS = 1000;
const JSON_ONLY = { headers: { Accept: "application/json" } };

/** Show how a job stands now; once it has ended the page is loaded again, with the links to what it made. */
async function follow(row) {
  let failures = 0;
  while (failures < 30) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    try {
      const answer = await fetch(row.dataset.job, JSON_ONLY);
      if (answer.status === 401) return location.reload();
      if (!answer.ok) return;
      const job = await answer.json();
      failures = 0;
      row.querySelector("progress").value = job.progress;
      row.querySelector("[data-message]").textContent = doing(job);
      const status = row.querySelector("[data-status]");
      status.textContent = standing(job.status);
      status.className = `status ${job.status}`;
      if (!["accepted", "running"].includes(job.status)) return location.reload();
    } catch {
      failures += 1; // the service restarts, or the network has gone: jobs survive both
    }
  }
}

async function dismiss(button) {
  button.disabled = true;
  const row = button.closest("[data-job]");
  try {
    const answer = await fetch(row.dataset.job, { ...JSON_ONLY, method: "DELETE" });
    if (!answer.ok) row.querySelector("[data-message]").textContent = (await answer.json()).detail;
  } catch {
    row.querySelector("[data-message]").textContent = t("The service does not answer: try again.");
    button.disabled = false;
  }
}

for (const row of document.querySelectorAll("[data-job]")) {
  if (["accepted", "running"].includes(row.dataset.state)) follow(row);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) dismiss(button);
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "language") return;
  const { form } = event.target;
  form.elements.next.value = form.elements.next.value.split("?")[0] + location.search; // which the map page changes
  form.submit();
});
