// Runs in report.html before its own script: `pageSpeed` measures from an action to its painted answer, in ms.
"use strict";
window.pageSpeed = (() => {
  const $ = (selector) => document.querySelector(selector);
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  // The task after the next frame begins when that frame has been painted.
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  }));
  const answered = () => new Promise((resolve) => {
    const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
    for (const id of ["#voice-count", "#voice-list"]) observer.observe($(id), { childList: true, subtree: true });
  });
  const timed = async (act) => {
    const answer = answered();
    const begin = performance.now();
    act();
    await answer;
    await painted();
    return performance.now() - begin;
  };
  const chips = () => $$("#voice-filters [data-token]");

  const interactive = new Promise((resolve) => addEventListener("DOMContentLoaded", async () => {
    const ready = performance.now();
    const [chip] = chips();
    await timed(() => chip.click());
    const end = performance.now();
    await timed(() => chip.click());
    resolve({ ready, answered: end });
  }));

  const texts = () => {
    const rows = JSON.parse($("#rest")?.textContent || '{"rows":[]}').rows;
    return [...$$("#voice-list > li q").map((q) => q.textContent), ...rows.map((row) => row[1])];
  };
  // the word that most statements have, and one that hardly any has, whatever the language
  const wordsToSearch = () => {
    const counts = new Map();
    for (const text of texts()) {
      for (const word of new Set(text.toLowerCase().match(/\p{L}{4,}/gu))) counts.set(word, (counts.get(word) || 0) + 1);
    }
    const order = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    return [order[0], order[1], order.at(-1)];
  };

  const measureAnswers = async (rounds) => {
    const find = $("#find");
    const type = (query) => () => {
      find.value = query;
      find.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const pick = (select, index) => () => {
      select.selectedIndex = index;
      select.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const [common, second, rare] = wordsToSearch();
    const times = {};
    const note = async (name, act) => (times[name] ??= []).push(await timed(act));
    await note("search, the first one", type(rare));
    await timed(type(""));
    for (let round = 0; round < rounds; round += 1) {
      await note("search: one letter", type("e"));
      await note("search: a frequent word", type(common));
      await note("search: two words", type(`${common} ${second}`));
      await note("search: a phrase", type(`"${common} ${second}"`));
      await note("search: a rare word", type(rare));
      await note("search: nothing", type("xyzzy"));
      await note("search: emptied", type(""));
      for (const chip of chips().slice(0, 3)) {
        await note("filter: chip on", () => chip.click());
        await note("filter: chip off", () => chip.click());
      }
      for (const select of $$("#voice-filters select")) {
        // the first value of a list, and its last one
        for (const index of new Set([1, select.options.length - 1])) await note("filter: choice", pick(select, index));
        await note("filter: all again", pick(select, 0));
      }
      chips()[0].click();
      await note("filter and search", type(common));
      await note("reset", () => $("#voice-filters").reset());
      await note("more statements", () => $("#voice-more").click());
      await timed(() => $("#voice-filters").reset());
      await note("similar statements of one", await openSimilar());
    }
    return times;
  };
  // the buttons come when a statement comes near
  const openSimilar = async () => {
    $("#voice-list").scrollIntoView();
    while (!$("#voice-list .acts")) await painted();
    const button = $('#voice-list .act[data-do="similar"]');
    if (button?.getAttribute("aria-expanded") === "true") await timed(() => button.click());
    return () => (button || $('#voice-list .act')).click();
  };

  const countStatements = () => {
    const { steps, neighbours, per_statement: k } = JSON.parse($("#context")?.textContent || '{"steps":""}');
    if (!neighbours) return [steps.length || texts().length, 0];
    const bytes = Uint8Array.from(atob(neighbours), (sign) => sign.charCodeAt(0));
    const positions = new DataView(bytes.buffer);
    let similar = 0;
    for (let n = 0; n < steps.length; n += 1) similar += positions.getUint16(2 * n * k, true) !== 0xffff;
    return [steps.length, similar];
  };
  return { interactive, measureAnswers, countStatements };
})();
