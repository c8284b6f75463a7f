// Forms of the class "act" are sent in the background; then the page is fetched again and its main part replaced, so that
// what is shown is always what the server knows. Without this script the same forms work by reloading the page.

const study = document.body.dataset.study;

function say(text) { document.getElementById("status").textContent = text; }
function complain(text) { document.getElementById("error").textContent = text; }

/** Ask the server to do something. Returns its answer, or null where it refused; the reason is shown then. */
export async function post(address, fields) {
  complain("");
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
  } catch {
    complain(document.body.dataset.gone);
    return null;
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    complain(answer.error ?? document.body.dataset.failed);
    return null;
  }
  if (answer.message) say(answer.message);
  return answer;
}

/** Fetch the page again and show its main part. What was open, focused, written and scrolled to stays so. */
let latest = 0;
export async function refresh(address = location.href) {
  const mine = ++latest;
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  // An answer that comes after a later question's is out of date.
  if (mine !== latest) return;
  const focused = document.activeElement?.id;
  const writing = document.activeElement?.matches?.("main input[type=search]") ? document.activeElement : null;
  const open = [...document.querySelectorAll("main details[open][id]")].map((details) => details.id);
  const checked = [...document.querySelectorAll("main input[type=checkbox][data-keep]:checked")].map((box) => box.id);
  document.getElementById("main").replaceChildren(...fresh.getElementById("main").childNodes);
  for (const part of document.querySelectorAll("[data-live][id]")) part.replaceWith(fresh.getElementById(part.id) ?? part);
  document.body.dataset.version = fresh.body.dataset.version;
  document.title = fresh.title;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const id of checked) { const box = document.getElementById(id); if (box) box.checked = true; }
  const field = writing && document.getElementById(writing.id);
  if (field) {
    field.value = writing.value;
    field.setSelectionRange(writing.selectionStart, writing.selectionEnd);
  }
  // An element that is gone leaves the focus at the beginning of what is shown, and not nowhere.
  if (focused) (document.getElementById(focused) ?? document.getElementById("main")).focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("shown"));
}

/** Send a form and show what has become of the page. */
export async function send(form, button = null) {
  const fields = new FormData(form, button);
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  const answer = await post(form.action, fields);
  for (const one of buttons) one.disabled = false;
  if (!answer) return;
  if (answer.go && answer.go !== location.pathname) location.assign(answer.go);
  else await refresh();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form.act")) {
    event.preventDefault();
    send(form, event.submitter);
  } else if (form.matches("form.filter")) {
    event.preventDefault();
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    history.replaceState(null, "", address);
    refresh(address);
  }
});

// A filter answers while one types.
let typing = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form.filter");
  if (!form) return;
  clearTimeout(typing);
  typing = setTimeout(() => form.requestSubmit(), event.target.matches("input[type=search]") ? 150 : 0);
});

// Undo and redo, where they do not mean the text that one is writing.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
  if (event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select")) return;
  const form = document.getElementById(event.shiftKey ? "redo" : "undo");
  if (!form || form.querySelector("button").disabled) return;
  event.preventDefault();
  send(form);
});

// Other tabs, commands and runs change the study too. Nobody's half-written text is thrown away for it.
function isWriting() {
  const element = document.activeElement;
  return element?.matches?.("main input:not([type=checkbox]), main textarea") && element.value !== element.defaultValue;
}
// One connection for each tab: browsers allow only a few to the same server.
if (study || document.querySelector("[data-jobs]")) {
  const events = new EventSource("/events");
  events.addEventListener("changed", (event) => {
    const { study: changed, version } = JSON.parse(event.data);
    if (changed === study && version !== document.body.dataset.version && !isWriting()) refresh();
  });
  events.addEventListener("progress", (event) => {
    const detail = JSON.parse(event.data);
    document.dispatchEvent(new CustomEvent("progress", { detail }));
    // The page about the run itself shows more than this line.
    const line = document.getElementById("job-line");
    if (!line || detail.id !== study || document.querySelector("[data-job]")) return;
    line.hidden = detail.state !== "running";
    const words = detail.words[document.documentElement.lang];
    line.firstElementChild.textContent = [words.title, words.stage, words.left].filter(Boolean).join(" · ");
  });
}

// What is not ready yet (the meaning of statements takes its time when it is asked for first) is asked for again.
function wait() { if (document.querySelector("main [data-wait]")) setTimeout(() => refresh(), 1500); }
document.addEventListener("shown", wait);
wait();
