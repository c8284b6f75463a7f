// Select words of a statement, and a bar offers to give them a code. Without this script codes are given on the page of codes.

const bar = () => document.getElementById("code-bar");

/** The statement whose words are selected, and the words; null where they are not of one statement. */
function selected() {
  const selection = getSelection();
  const words = String(selection).trim();
  if (!words) return null;
  // A triple click selects up to the beginning of what comes next, so the end says nothing; the words do.
  const start = selection.getRangeAt(0).startContainer;
  const quote = (start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement)?.closest("p, li, q");
  const statement = quote?.closest("[data-statement]");
  const text = [...(statement?.querySelectorAll("q") ?? [])].find((one) => one.textContent.includes(words));
  return text ? { segment: statement.dataset.statement, words } : null;
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
