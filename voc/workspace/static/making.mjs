// Files go to the server one by one as they are, with their progress; what is being made shows how far it is.
import { post, refresh } from "./workspace.mjs";

const zone = () => document.getElementById("drop-zone");
let sending = false;

/** Show the parts that work only with a script; without one, the page says what to do instead. */
function prepare() {
  for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
}

/** All files of a drop, folders with what is in them. */
async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject)).catch(() => null);
      if (file) files.push({ file, path: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    // A folder hands out its entries in parts, and an empty part at the end.
    for (;;) {
      const part = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
      if (!part.length) return;
      for (const child of part) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

function line(path) {
  const row = document.createElement("li");
  row.className = "upload";
  const name = document.createElement("span");
  name.className = "path";
  name.textContent = path;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", path);
  const word = document.createElement("span");
  word.className = "note";
  row.append(name, bar, word);
  document.getElementById("uploads").append(row);
  return { row, bar, word };
}

/** Send one file. fetch tells nothing about how much has been sent, so this is the older way. */
function sendFile(address, file, bar) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("loadend", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* the server was stopped */ }
      resolve({ ok: request.status === 200, text: answer.message ?? answer.error ?? "" });
    });
    request.send(file);
  });
}

async function sendAll(files) {
  const place = zone();
  if (!place || !files.length || sending) return;
  sending = true;
  document.getElementById("uploads").replaceChildren();
  const { upload, look, limit, tooLarge, failed, waiting, sent } = place.dataset;
  const rows = files.map(({ file, path }) => ({ file, path, ...line(path) }));
  for (const { word } of rows) word.textContent = waiting;
  const refused = [];
  for (const { file, path, row, bar, word } of rows) {
    word.textContent = "";
    const result = file.size > Number(limit)
      ? { ok: false, text: tooLarge }
      : await sendFile(`${upload}?path=${encodeURIComponent(path)}`, file, bar);
    row.classList.add(result.ok ? "done" : "refused");
    word.textContent = result.text || (result.ok ? "" : failed);
    bar.remove();
    if (!result.ok) refused.push(row);
  }
  sending = false;
  document.getElementById("status").textContent = sent;
  await post(look, {});
  await refresh();
  // What was refused stays to be read.
  document.getElementById("uploads")?.replaceChildren(...refused);
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("#pick-files, #pick-folder")) return;
  const files = [...event.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  event.target.value = "";
  sendAll(files);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // A file that misses the zone must not replace the page.
    event.preventDefault();
    zone()?.classList.toggle("over", kind === "dragover");
    if (kind === "drop") droppedFiles(event.dataTransfer).then(sendAll);
  });
}

let heard = Date.now();
document.addEventListener("progress", async ({ detail }) => {
  heard = Date.now();
  const place = document.querySelector(`[data-job="${CSS.escape(detail.id)}"]`);
  if (detail.state !== "running") {
    if (place && detail.state === "done" && detail.go) location.assign(detail.go);
    else if (place) await refresh();
    return;
  }
  if (!place) {
    // It was started in another tab.
    if (!sending && document.querySelector(`[data-jobs~="${CSS.escape(detail.id)}"]`)) await refresh();
    return;
  }
  const words = detail.words[document.documentElement.lang];
  document.getElementById("job-bar").value = detail.share;
  document.getElementById("job-stage").textContent = words.stage;
  document.getElementById("job-left").textContent = words.left;
});
document.addEventListener("shown", prepare);
prepare();
// An event may be missed: while the page was being shown anew, or while the computer slept.
setInterval(() => {
  if (document.querySelector("[data-job]") && Date.now() - heard > 4000) {
    heard = Date.now();
    refresh();
  }
}, 1000);
