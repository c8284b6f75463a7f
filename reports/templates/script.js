(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse($("#words").textContent);
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, words.thousands);
  const shown = (key, n, total) => words[key].replace("{n}", number(n)).replace("{total}", number(total));

  // ------------------------------------------------------------------ quotes with their source, for the clipboard
  const marks = { de: "„“", fr: "«»" };
  const copyText = (holder) => {
    const q = $("q", holder);
    const [open, close] = marks[q.lang] || "“”";
    const source = $("figcaption a, .src", holder) || $(":scope > p:last-child", holder).firstChild;
    return `${open}${q.textContent}${close} — ${source.textContent.trim()}`;
  };
  const addCopy = (holder) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words["voices.copy"];
    button.title = words["voices.copy_long"];
    $("figcaption, :scope > p:last-child", holder).append(" ", button);
  };
  $$("figure.quote").forEach(addCopy);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    const text = copyText(button.closest("figure, li"));
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = words["voices.copied"];
    setTimeout(() => { button.textContent = words["voices.copy"]; }, 1600);
  });

  // ------------------------------------------------------------------ voices get their copy button when they come near
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      addCopy(entry.target);
    }
  }, { rootMargin: "200px" });

  // ------------------------------------------------------------------ statements, those of a long study on demand
  const voiceList = $("#voice-list");
  // what an entry belongs to stands as words between blanks, so that a search in it cannot find half a word
  const entryOf = (item) => ({ item, n: Number(item.dataset.n), f: ` ${item.dataset.f} ` });
  const statements = $$(":scope > li", voiceList).map(entryOf);
  const rest = JSON.parse($("#rest")?.textContent || "null");
  if (rest) {
    const here = new Set(statements.map(({ n }) => n));
    let n = -1;
    for (const row of rest.rows) {
      do n += 1; while (here.has(n));
      statements.push({ item: null, n, f: ` ${row[10]} `, row });
    }
    statements.sort((a, b) => a.n - b.n);
  }
  const append = (parent, tag, className, content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content) element.append(content);
    parent.append(element);
    return element;
  };
  const layOut = (row) => {
    const [id, verbatim, language, person, source, where, emotion, unsure, about, question, f] = row;
    const [mood, moodWord] = rest.moods[f[1]];
    const item = document.createElement("li");
    item.id = id;
    item.className = mood + (unsure ? " unsure" : "");
    if (rest.questions[question]) append(item, "p", "ask", rest.questions[question]);
    const q = append(item, "q", "", verbatim);
    q.dataset.segment = id;
    q.lang = language;
    const line = append(item, "p", "", [person, rest.sources[source], where].filter(Boolean).join(" · "));
    if (rest.abouts[about]) line.append(` · ${rest.abouts[about]}`);
    if (emotion >= 0 || mood !== "neutral") {
      const [name, word] = emotion >= 0 ? rest.emotions[emotion] : [mood, moodWord];
      line.append(" ");
      const felt = append(line, "span", `e e-${name}${unsure ? " unsure" : ""}`, "");
      if (unsure) {
        append(felt, "abbr", "", "≈").title = rest.unsure;
        felt.append(" ");
      }
      felt.append(word);
    }
    return item;
  };
  const shownItem = (entry) => {
    entry.item ??= layOut(entry.row);
    if (!entry.seen) near.observe(entry.item);
    entry.seen = true;
    return entry.item;
  };

  // ------------------------------------------------------------------ filters
  const voices = { form: $("#voice-filters"), output: $("#voice-count"), items: statements, find: $("#find") };
  const pains = { form: $("#pain-filters"), output: $("#pain-count"), items: $$("#pain-table > tbody").map(entryOf) };
  const told = (row) =>
    [rest.questions[row[9]], row[1], row[3], rest.sources[row[4]], row[5], rest.abouts[row[8]]].join(" ");
  const text = (entry) => (entry.text ??= (entry.row ? told(entry.row) : entry.item.textContent).toLowerCase());
  const chosen = (form) => {
    const groups = new Map();
    const add = (token) => {
      const group = token.startsWith("l-") || token.startsWith("k-") ? token.slice(0, 2) : token[0];
      groups.set(group, [...(groups.get(group) || []), token]);
    };
    $$("select", form).forEach((select) => select.value && add(select.value));
    $$("[aria-pressed=true]", form).forEach((chip) => add(chip.dataset.token));
    return groups;
  };
  // only the first statements stand in the page, and the one that was asked for; the button brings the rest
  const step = 100;
  let room = step;
  let asked = null;
  let kept = voices.items;
  const more = $("#voice-more");
  const lay = (entries) => {
    const items = entries.map(shownItem);
    const there = voiceList.children;
    const same = items.length >= there.length && [...there].every((item, place) => item === items[place]);
    if (same) voiceList.append(...items.slice(there.length));
    else voiceList.replaceChildren(...items);
  };
  const layFirst = () => {
    lay(kept.filter((entry, count) => count < room || entry === asked));
    more.hidden = kept.length <= room;
  };
  const filter = (list) => {
    if (!list.form) return;
    const groups = [...chosen(list.form).values()].map((group) => group.map((token) => ` ${token} `));
    const query = list.find ? list.find.value.trim().toLowerCase() : "";
    const found = list.items.filter((entry) =>
      groups.every((group) => group.some((token) => entry.f.includes(token))) && (!query || text(entry).includes(query)));
    if (list === voices) {
      kept = found;
      layFirst();
    } else {
      const left = new Set(found);
      for (const entry of list.items) entry.item.hidden = !left.has(entry);
    }
    list.output.textContent = shown(list === voices ? "voices.shown" : "count.n_of", found.length, list.items.length);
  };
  const choose = (form, wanted) => {
    $$("select", form).forEach((select) => {
      const value = wanted.find((token) => [...select.options].some((option) => option.value === token));
      select.value = value || "";
    });
    $$("[data-token]", form).forEach((chip) => chip.setAttribute("aria-pressed", String(wanted.includes(chip.dataset.token))));
  };

  // ------------------------------------------------------------------ the address bar keeps the state
  const write = (name, list) => {
    const parts = [];
    if (list.find && list.find.value.trim()) parts.push(`q=${encodeURIComponent(list.find.value.trim())}`);
    const picked = [...chosen(list.form).values()].flat();
    if (picked.length) parts.push(`f=${picked.join(".")}`);
    history.replaceState(null, "", `#${name}${parts.length ? `?${parts.join("&")}` : ""}`);
  };
  const read = () => {
    const [name, query] = location.hash.slice(1).split("?");
    const list = { voices, pains }[name];
    if (list && list.form && query !== undefined) {
      const values = new URLSearchParams(query);
      choose(list.form, (values.get("f") || "").split(".").filter(Boolean));
      if (list.find) list.find.value = values.get("q") || "";
      filter(list);
      document.getElementById(name).scrollIntoView();
    } else if (name) reveal(decodeURIComponent(name));
  };
  const idOf = ({ item, row }) => (row ? row[0] : item.id);
  const clear = (list) => {
    list.form.reset();
    choose(list.form, []);
    filter(list);
  };
  const reveal = (id) => {
    asked = statements.find((entry) => idOf(entry) === id) || null;
    if (asked) {
      if (!kept.includes(asked)) clear(voices);
      layFirst();
    }
    const target = document.getElementById(id);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node.hidden) clear(pains);
    }
    target.scrollIntoView();
    // the browser looked for its target before the statement stood in the page
    if (asked && !target.matches(":target")) {
      history.replaceState(null, "", "#");
      location.replace(`#${id}`);
    }
  };
  for (const [name, list] of [["voices", voices], ["pains", pains]]) {
    if (!list.form) continue;
    const update = () => { room = step; asked = null; filter(list); write(name, list); };
    let timer = 0;
    list.form.addEventListener("input", (event) => {
      clearTimeout(timer);
      timer = setTimeout(update, event.target === list.find ? 40 : 0);
    });
    list.form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
    list.form.addEventListener("reset", () => { setTimeout(() => { choose(list.form, []); update(); }); });
    list.form.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-token]");
      if (!chip) return;
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      update();
    });
    filter(list);
  }
  more.addEventListener("click", () => {
    const next = voiceList.children.length;
    room += step;
    layFirst();
    voiceList.children[next]?.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    event.preventDefault();
    voices.form.reset();
    setTimeout(() => {
      choose(voices.form, [link.dataset.filter]);
      filter(voices);
      history.pushState(null, "", `#voices?f=${link.dataset.filter}`);
      document.getElementById("voices").scrollIntoView();
    });
  });
  addEventListener("hashchange", read);

  // ------------------------------------------------------------------ sorting
  const table = $("#pain-table");
  if (table) {
    const heads = $$("th[data-sort]", table);
    const sort = (head, turn) => {
      const key = head.dataset.sort;
      const factor = turn ? -1 : 1;
      const order = pains.items.map(({ item }) => item).sort((a, b) => {
        const [x, y] = [a.dataset[key], b.dataset[key]];
        const difference = key === "name" ? x.localeCompare(y, document.documentElement.lang) : x - y;
        return factor * difference || a.dataset.rank - b.dataset.rank;
      });
      order.forEach((body) => table.append(body));
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      const falling = (key === "people" || key === "severity") !== turn;
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    };
    heads.forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      let turn = true;
      button.addEventListener("click", () => {
        turn = head.hasAttribute("aria-sort") ? !turn : false;
        sort(head, turn);
      });
      if (head.dataset.sort === "rank") turn = false;
    });
  }

  // ------------------------------------------------------------------ everything open in print, as it was afterwards
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = $$("details:not([open]):not(.numbers)");
    closed.forEach((one) => { one.open = true; });
    if (!$("#voices").classList.contains("long")) lay(kept);
  });
  addEventListener("afterprint", () => {
    closed.forEach((one) => { one.open = false; });
    layFirst();
  });

  read();
})();
