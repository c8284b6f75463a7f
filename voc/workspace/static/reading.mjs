// Statements to correct: open one in its place, select many, and label by keys. Every form works without this script.

import { post, refresh, send } from "/static/workspace.mjs";

const KEYS_OFF = "voc-keys-off";
const main = document.getElementById("main");
const act = `/study/${document.body.dataset.study}/do/label-statements`;
let current = "";
let lastPicked = null;

function rows() { return [...main.querySelectorAll("[data-statement]")]; }
function row() { return document.activeElement?.closest?.("[data-statement]") ?? document.getElementById(current); }
function go(to) {
  if (!to) return;
  current = to.id;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

// Show a statement's controls, or put them away, without leaving the place on the page.
async function open(link) {
  const id = link.closest("[data-statement]").id;
  const isOpen = link.getAttribute("aria-expanded") === "true";
  history.replaceState(null, "", link.href);
  await refresh();
  const place = document.getElementById(id);
  (isOpen ? place : place?.querySelector(".editor button"))?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "nearest" });
  current = id;
}

function count() {
  const output = document.getElementById("bulk-count");
  if (!output) return;
  const n = main.querySelectorAll(".pick:checked").length;
  output.textContent = n ? (n === 1 ? output.dataset.one : output.dataset.other.replace("2", n)) : "";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.correct");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link);
  } else if (event.target.matches("#keys-button")) {
    showKeys();
  } else if (event.target.matches(".pick")) {
    const boxes = [...main.querySelectorAll(".pick")];
    const [from, to] = [boxes.indexOf(lastPicked), boxes.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    lastPicked = event.target;
    count();
  } else if (event.target.closest("p.speech") && !String(getSelection())) {
    // In a document a click on the words opens them, unless they are being selected.
    const inPlace = event.target.closest("[data-statement]")?.querySelector("a.correct");
    if (inPlace) open(inPlace);
  }
});
document.addEventListener("focusin", (event) => {
  const place = event.target.closest?.("[data-statement]");
  if (place) current = place.id;
});
// A choice in a list is a decision; the button beside it is for those without this script.
document.addEventListener("change", (event) => {
  if (event.target.matches("#correct select, #correct .boxes input")) send(event.target.form);
  if (event.target.matches("#keys-on")) {
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "yes");
  }
});
document.addEventListener("shown", () => { lastPicked = null; count(); });

function showKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  document.getElementById("keys-on").checked = !localStorage.getItem(KEYS_OFF);
  dialog.showModal();
}

/** Label the selection if the statement belongs to it, else the statement alone. */
async function label(fields) {
  const at = row();
  if (!at) return;
  const picked = [...main.querySelectorAll(".pick:checked")];
  const ids = picked.some((box) => box.value === at.id) ? picked.map((box) => box.value) : [at.id];
  const sent = [...ids.map((id) => ["segment", id]), ...Object.entries(fields)];
  if (!(await post(act, sent))) return;
  await refresh();
  go(document.getElementById(at.id));
}
function toggle(name) {
  const place = row();
  const button = place?.querySelector(`button[name=${name}]`);
  label({ [name]: button?.value ?? "yes" });
}
function walk(step) {
  const all = rows();
  const at = all.indexOf(row());
  go(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
}
const LETTERS = {
  j: () => walk(1),
  k: () => walk(-1),
  e: () => { const link = row()?.querySelector("a.correct"); if (link) open(link); },
  o: () => { const link = row()?.querySelector("a[href*='/document?at=']"); if (link) location.assign(link.href); },
  x: () => row()?.querySelector(".pick")?.click(),
  n: () => label({ sentiment: "negative" }),
  u: () => label({ sentiment: "neutral" }),
  p: () => label({ sentiment: "positive" }),
  s: () => toggle("key_quote"),
  t: () => label({ small_talk: "yes" }),
  a: () => label({ clear: "all" }),
  "/": () => document.getElementById("f-q")?.focus(),
  "?": showKeys,
};
function digit(event) {
  const list = document.getElementById("keys")?.dataset[event.shiftKey ? "kinds" : "emotions"]?.split(" ") ?? [];
  const name = event.code === "Digit0" && !event.shiftKey ? "none" : list[Number(event.code.at(-1)) - 1];
  if (name) label({ [event.shiftKey ? "kind" : "emotion"]: name });
  return Boolean(name);
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (event.key === "Escape") {
    const link = main.querySelector("a.correct[aria-expanded=true]");
    if (link) open(link);
    return;
  }
  // Arrows scroll, except where a statement has the focus.
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (arrow && event.target.matches("[data-statement]")) { event.preventDefault(); walk(arrow); return; }
  if (event.key === "?") { event.preventDefault(); showKeys(); return; }
  if (localStorage.getItem(KEYS_OFF) || !document.getElementById("keys")) return;
  if (/^Digit\d$/.test(event.code) ? digit(event) : LETTERS[event.key] && (LETTERS[event.key](), true)) event.preventDefault();
});

count();
