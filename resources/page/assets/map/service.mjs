// The service's own API, asked as whoever is signed in. Browsers name the origin of what changes something by themselves.

import { t } from "./words.mjs";

const OFTEN_MS = 500;
const PATIENCE = 60; // failures in a row: the service may restart, and jobs survive that

export class Problem extends Error {}

export class Service {
  constructor(home) {
    this.home = home;
  }

  url(path, query = {}) {
    const url = new URL(path, this.home);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }

  /** An answer that is none of refusal; else a Problem with the sentence that the service gives. */
  async send(address, options) {
    let answer;
    try {
      answer = await fetch(address, options);
    } catch {
      throw Object.assign(new Problem(t("The service does not answer: try again.")), { passing: true });
    }
    if (answer.status === 401) location.reload(); // signed out: the page leads to signing in
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({})); // a proxy may have said no
    throw new Problem(problem.detail ?? t("The service does not answer: try again."));
  }

  /** JSON of an answer. */
  async ask(path, { query, ...options } = {}) {
    const headers = { Accept: "application/json", ...options.headers };
    const answer = await this.send(this.url(path, query), { ...options, headers });
    return answer.status === 204 ? null : answer.json();
  }

  post(path, body, headers = {}) {
    const options = { "Content-Type": "application/json", ...headers };
    return this.ask(path, { method: "POST", headers: options, body: JSON.stringify(body) });
  }

  /**
   * The outputs of a process, at once or when its job has ended.
   *
   * onJob is told how the job stands, again and again. Null where it was dismissed.
   */
  async execute(process, inputs, onJob) {
    const body = { inputs, response: "document" };
    const answer = await this.post(`processes/${process}/execution`, body, { Prefer: "wait=1" });
    if (answer.jobID === undefined) return answer;
    const job = await this.follow(answer, onJob);
    return job.status === "dismissed" ? null : this.ask(`jobs/${job.jobID}/results`);
  }

  async follow(job, onJob) {
    let failures = 0;
    while (["accepted", "running"].includes(job.status)) {
      onJob(job);
      await new Promise((resolve) => setTimeout(resolve, OFTEN_MS));
      try {
        job = await this.ask(`jobs/${job.jobID}`);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!error.passing || failures > PATIENCE) throw error;
      }
    }
    return job;
  }

  dismiss(job) {
    return this.ask(`jobs/${job}`, { method: "DELETE" });
  }

  /** Send a file in parts (tus 1.0), and name it as a layer. */
  async upload(file, onShare) {
    const tus = { "Tus-Resumable": "1.0.0" };
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
    const headers = { ...tus, "Upload-Length": file.size, "Upload-Metadata": `filename ${name},title ${name}` };
    const made = await this.send(this.url("uploads"), { method: "POST", headers });
    const address = made.headers.get("Location");
    for (let at = 0; at < file.size; ) {
      const part = file.slice(at, at + 2 ** 23);
      const sent = { ...tus, "Upload-Offset": at, "Content-Type": "application/offset+octet-stream" };
      const answer = await this.send(address, { method: "PATCH", headers: sent, body: part });
      at = Number(answer.headers.get("Upload-Offset"));
      onShare(at / file.size);
    }
    return this.post("layers", { type: "upload", upload: address.split("/").pop() });
  }
}
