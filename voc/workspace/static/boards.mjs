// Boards: what can be dragged, by its grip, has a form that does the same with a choice and a button. Dropping fills in
// that form and sends it, so that there is one way to decide something.

import { send } from "./workspace.mjs";

let dragged = null;

document.addEventListener("dragstart", (event) => {
  // Only the grip drags: words on a card can be marked and copied.
  dragged = event.target.closest?.(".grip")?.closest("[data-item]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(dragged, 16, 16);
});
document.addEventListener("dragend", () => {
  dragged = null;
  for (const place of document.querySelectorAll(".over")) place.classList.remove("over");
});

/** The innermost place under the pointer that takes what is dragged. */
function placeOf(event) {
  let place = event.target.closest?.("[data-accept]") ?? null;
  while (dragged && place) {
    if (place !== dragged && place.dataset.accept.split(" ").includes(dragged.dataset.kind)) return place;
    place = place.parentElement?.closest("[data-accept]") ?? null;
  }
  return null;
}

/** The form that moves an item: the one that it names, else its own. */
function formOf(item) {
  if (item.dataset.form) return document.getElementById(item.dataset.form);
  return [...item.querySelectorAll("form.drop-here")].find((form) => form.closest("[data-item]") === item);
}

/** Choose the item in a form for several. If it is chosen already, the others that are chosen go with it. */
function choose(form, item) {
  const boxes = [...form.elements].filter((box) => box.type === "checkbox" && box.value !== "on");
  const own = boxes.find((box) => box.value === item.dataset.item);
  if (!own || own.checked) return;
  for (const box of boxes) box.checked = box === own;
}

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const place = placeOf(event);
    if (!place) return;
    place.classList.toggle("over", kind === "dragover");
    if (kind !== "dragleave") event.preventDefault();
    if (kind !== "drop") return;
    const form = formOf(dragged);
    const choice = form?.querySelector("select");
    if (!choice) return;
    choose(form, dragged);
    const before = form.querySelector("input[name=before]");
    if (before) before.value = place.dataset.before ?? "";
    choice.value = place.dataset.target ?? place.dataset.item;
    if (choice.selectedIndex >= 0) send(form, form.querySelector("button.mover"));
  });
}

// "All" and "none" of a list; without this script one ticks them one by one.
document.addEventListener("change", (event) => {
  if (!event.target.matches("input[data-check-all]")) return;
  for (const box of event.target.form.elements) if (box.type === "checkbox") box.checked = event.target.checked;
});

// A title is a line, although its field shows several: Enter saves it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("textarea.name-field")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
