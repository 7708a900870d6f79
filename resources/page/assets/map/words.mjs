// What the page says, in the language that the document is in. English is what the code says.

export const language = document.documentElement.lang;
const table = language === "en" ? {} : await (await fetch(new URL(`../words/${language}.json`, import.meta.url))).json();

/** A sentence in the reader's language, with its values put in. */
export function t(text, values = {}) {
  return (table[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });

const times = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const clock = (text) => times.format(new Date(text));
export const number = (value) => numbers.format(value);
export const percent = (share) => shares.format(share);
