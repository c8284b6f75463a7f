// Runs in a page with one frame per width; leaves what is wrong in each of them as JSON in the title.
"use strict";
const WORD = /[\p{L}\p{N}]+/gu;
const brokenWords = (page) => {
  const broken = [];
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const range = page.createRange();
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("svg, script, style, option, .vh")) continue;
    for (const match of node.data.matchAll(WORD)) {
      // Addresses and formulas may break anywhere.
      const token = node.data.slice(0, match.index).match(/\S*$/)[0] + node.data.slice(match.index).match(/^\S*/)[0];
      if (/[=/\\@_]/.test(token)) continue;
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
      if (boxes.length < 2 || Math.abs(boxes[0].top - boxes.at(-1).top) < 4) continue;
      // A word that is longer than the whole page has to be broken.
      if (boxes.reduce((sum, box) => sum + box.width, 0) < page.documentElement.clientWidth - 80) broken.push(match[0]);
    }
  }
  return broken;
};
const outside = (page) => {
  const room = page.documentElement.clientWidth;
  const scrolls = (node) => {
    for (let one = node.parentElement; one && one !== page.body; one = one.parentElement)
      if (page.defaultView.getComputedStyle(one).overflowX !== "visible") return true;
    return false;
  };
  return [...page.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1 && !scrolls(one))
    .map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}`);
};
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].map((frame) => {
    const page = frame.contentDocument;
    const height = page.documentElement.scrollHeight;
    const firstScreen = Math.round(page.querySelector("#glance").getBoundingClientRect().bottom);
    page.querySelectorAll("details").forEach((one) => { one.open = true; });
    const broken = brokenWords(page).slice(0, 5);
    return { width: frame.clientWidth, height, first_screen: firstScreen, broken, outside: outside(page).slice(0, 5) };
  });
  document.querySelectorAll("iframe").forEach((frame) => frame.remove());
  document.querySelector("pre").textContent = JSON.stringify(found);
});
