// Select words of a statement, and a bar offers to give them a code. Without this script codes are given on the page of codes.

const bar = () => document.getElementById("code-bar");

/** The statement that holds the whole selection, and the selected words; null where nothing of one statement is selected. */
function selected() {
  const selection = getSelection();
  const words = String(selection).trim();
  if (!words) return null;
  const quoteOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("q");
  const [first, last] = [quoteOf(selection.anchorNode), quoteOf(selection.focusNode)];
  const statement = first?.closest("[data-statement]");
  return statement && first === last ? { segment: statement.dataset.statement, words } : null;
}

function offer() {
  const form = bar();
  // While one chooses a code in the bar, the selection is of no interest.
  if (!form || form.contains(document.activeElement)) return;
  const choice = selected();
  form.hidden = !choice;
  if (!choice) return;
  form.elements.segment.value = choice.segment;
  form.elements.words.value = choice.words;
  form.querySelector("#code-words").textContent = choice.words;
}

document.addEventListener("selectionchange", offer);
document.addEventListener("keydown", (event) => {
  const form = bar();
  if (event.key === "Escape" && form && !form.hidden) {
    getSelection().removeAllRanges();
    form.hidden = true;
  }
});
