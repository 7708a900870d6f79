// What can be looked for, offered while it is typed: a combobox as ARIA has it, by mouse and by keyboard.

const PAUSE_MS = 120;

export class Suggestions {
  /** find gives names that fit what is typed. */
  constructor(input, list, find) {
    Object.assign(this, { input, list, find, active: -1, latest: 0 });
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.offer(), PAUSE_MS);
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the line to type in keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  async offer() {
    const asked = ++this.latest;
    const found = this.input.value.trim() ? await this.find(this.input.value) : [];
    if (asked !== this.latest || document.activeElement !== this.input) return;
    const options = found.map(({ text, meaning, language }, at) => {
      const option = document.createElement("li");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.dataset.text = text;
      const name = option.appendChild(document.createElement("span"));
      name.textContent = text;
      name.lang = language;
      if (meaning !== text) option.appendChild(document.createElement("small")).textContent = meaning;
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.latest += 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }

  choose(at) {
    this.active = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = this.list.children[at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  take(option) {
    const before = this.input.value.replaceAll("；", ";").split(";").slice(0, -1);
    this.input.value = [...before.map((phrase) => phrase.trim()), option.dataset.text].join("; ");
    this.close();
  }

  key(event) {
    const count = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape") this.close();
    else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (!count) return void this.offer();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1); // one place more: what is typed itself
    } else if (event.key === "Enter" && this.active >= 0 && count) {
      event.preventDefault();
      this.take(this.list.children[this.active]);
    } else if (event.key === "Enter") this.close();
  }
}
