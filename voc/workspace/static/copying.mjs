// Copy the cells of a file, to be pasted onto a board as notes. Without this script the file is opened in a spreadsheet.

function offer() { for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false; }

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const response = await fetch(button.dataset.copy);
  if (!response.ok) return;
  const text = (await response.text()).replace(/^\uFEFF/, "");
  await navigator.clipboard.writeText(text);
  document.getElementById("status").textContent = button.dataset.copied;
});
document.addEventListener("shown", offer);
offer();
