(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse($("#words").textContent);
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, words.thousands);
  const shown = (key, n, total) => words[key].replace("{n}", number(n)).replace("{total}", number(total));

  // ------------------------------------------------------------------ quotes with their source, for the clipboard
  const marks = { de: "„“", fr: "«»" };
  const lineOf = (holder) => $("figcaption, :scope > p:last-of-type", holder);
  const copyText = (holder) => {
    const q = $("q", holder);
    const [open, close] = marks[q.lang] || "“”";
    const source = $("figcaption a, .src", holder) || lineOf(holder).firstChild;
    return `${open}${q.textContent}${close} — ${source.textContent.trim()}`;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do=copy]");
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
      addControls(entry.target);
    }
  }, { rootMargin: "200px" });

  // ------------------------------------------------------------------ statements, those of a long study on demand
  const voiceList = $("#voice-list");
  voiceList.classList.add("ready");
  // what an entry belongs to stands as words between blanks, so that a search in it cannot find half a word
  const entryOf = (item, n) => ({ item, n: Number(item.dataset.n ?? n), f: ` ${item.dataset.f} ` });
  const statements = $$(":scope > li", voiceList).map(entryOf);
  const rest = JSON.parse($("#rest")?.textContent || "null");
  if (rest) {
    const here = new Set(statements.map(({ n }) => n));
    let n = -1;
    for (const row of rest.rows) {
      do n += 1; while (here.has(n));
      statements.push({ item: null, n, f: ` ${row[9]} `, row });
    }
    statements.sort((a, b) => a.n - b.n);
  }
  const idOf = ({ item, row }) => (row ? row[0] : item.id);
  const entries = new Map(statements.map((entry) => [idOf(entry), entry]));
  const append = (parent, tag, className, content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content) element.append(content);
    parent.append(element);
    return element;
  };
  // ------------------------------------------------------------------ the surroundings of a statement, similar statements
  const context = JSON.parse($("#context")?.textContent || "null");
  const said = ({ item, row }) => {
    if (row) return { text: row[1], lang: row[2], person: row[3], source: [row[3], rest.sources[row[4]], row[5]].filter(Boolean).join(" · ") };
    const [q, source] = [$("q", item), $(".src", item)];
    return { text: q.textContent, lang: q.lang, person: source.firstElementChild.textContent, source: source.textContent };
  };
  const appendQuote = (parent, entry) => {
    const { text, lang } = said(entry);
    const q = append(parent, "q", "", text);
    q.dataset.segment = idOf(entry);
    q.lang = lang;
    return q;
  };
  let asked = null;
  const questionOf = (n) => {
    if (!asked) {
      asked = [];
      let question = -1;
      for (let place = 0; place < context.question_changes.length; place += 2) {
        for (let count = context.question_changes[place]; count > 0; count -= 1) asked.push(question);
        question = context.question_changes[place + 1];
      }
      while (asked.length < statements.length) asked.push(question);
    }
    return context.questions[asked[n]] || "";
  };
  const documentOf = (entry) => {
    const page = context.pages.findLast(([first]) => first <= entry.n);
    return `documents/${page[1]}.html#${idOf(entry)}`;
  };
  // two bytes a position; a string of bytes is read where it is needed, because copying it whole delays the first screen
  let bytes = null;
  const similar = ({ n }) => {
    if (!context.neighbours) return [];
    bytes ??= atob(context.neighbours);
    const k = context.per_statement;
    const position = (place) => bytes.charCodeAt(2 * place) + 256 * bytes.charCodeAt(2 * place + 1);
    return Array.from({ length: k }, (_, place) => statements[position(n * k + place)]).filter(Boolean);
  };
  // in an interview the turns before and after, as far as they are near; all answers of a person; the whole review
  const reach = 12;
  const around = ({ n }) => {
    const { steps } = context;
    const begins = (place) => steps[place] === "i" || steps[place] === "d";
    let [first, end] = [n, n + 1];
    while (!begins(first)) first -= 1;
    while (end < steps.length && !begins(end)) end += 1;
    if (steps[first] === "i") {
      const turns = [];
      for (let place = first; place < end; place += 1) if (steps[place] !== "s") turns.push(place);
      const turn = turns.findLastIndex((place) => place <= n);
      first = Math.max(turns[turn - 1] ?? first, n - reach);
      end = Math.min(turns[turn + 2] ?? end, n + reach + 1);
    }
    return statements.slice(first, end);
  };
  const fill = {
    context: (panel, entry) => {
      let [turn, question] = [null, null];
      for (const one of around(entry)) {
        const asks = questionOf(one.n);
        if (asks && asks !== question) append(panel, "p", "asks", asks);
        if (!turn || asks !== question || context.steps[one.n] !== "s") {
          turn = append(panel, "p", "turn", "");
          append(turn, "span", "who", said(one).person);
        }
        turn.append(" ");
        const q = appendQuote(turn, one);
        if (one === entry) q.className = "this";
        question = asks;
      }
      // a statement in the list has its link to the document already
      if (!entry.item?.contains(panel)) append(append(panel, "p", "", ""), "a", "doc", words["voices.document"]).href = documentOf(entry);
    },
    similar: (panel, entry) => {
      for (const one of similar(entry)) {
        const line = append(panel, "p", "turn", "");
        appendQuote(line, one);
        line.append(" ");
        append(line, "a", "who", said(one).source).href = `#${idOf(one)}`;
      }
    },
  };
  const quoted = (holder) => entries.get($("q", holder).dataset.segment);
  const toggle = (holder, kind) => {
    const button = $(`.act[data-do=${kind}]`, holder);
    if (!button) return;
    const open = $(`:scope > .around.${kind}`, holder);
    button.setAttribute("aria-expanded", String(!open));
    if (open) {
      open.remove();
      return;
    }
    const panel = append(holder, "div", `around ${kind}`, "");
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", words[`voices.${kind}_of`]);
    fill[kind](panel, quoted(holder));
  };
  const addControls = (holder) => {
    if ($(".acts", holder)) return;
    const line = lineOf(holder);
    line.append(" ");
    const acts = append(line, "span", "acts", "");
    const add = (kind, className, title) => {
      const button = append(acts, "button", className, words[`voices.${kind}`]);
      button.type = "button";
      button.dataset.do = kind;
      button.title = title;
      if (className === "act") button.setAttribute("aria-expanded", "false");
    };
    const entry = context && quoted(holder);
    if (entry) add("context", "act", words["voices.context_of"]);
    if (entry && similar(entry).length) add("similar", "act", words["voices.similar_of"]);
    add("copy", "copy", words["voices.copy_long"]);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".act");
    if (!button) return;
    const holder = button.closest("figure.quote, .voices > li");
    toggle(holder, button.dataset.do);
    if (holder.tagName !== "LI") return;
    opened = button.getAttribute("aria-expanded") === "true" ? `${holder.id}.${button.dataset.do}` : "";
    write("voices", voices);
  });

  const layOut = (entry) => {
    const { row, n } = entry;
    const [id, verbatim, language, person, source, where, emotion, unsure, about, f] = row;
    const [mood, moodWord] = rest.moods[f[1]];
    const item = document.createElement("li");
    item.id = id;
    item.className = mood + (unsure ? " unsure" : "");
    const question = questionOf(n);
    if (question) append(item, "p", "ask", question);
    appendQuote(item, entry);
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
    line.append(" ");
    append(line, "a", "doc", words["voices.document"]).href = documentOf(entry);
    return item;
  };
  const shownItem = (entry) => {
    entry.item ??= layOut(entry);
    if (!entry.seen) near.observe(entry.item);
    entry.seen = true;
    return entry.item;
  };

  // ------------------------------------------------------------------ filters
  const voices = { form: $("#voice-filters"), output: $("#voice-count"), items: statements, find: $("#find") };
  const pains = { form: $("#pain-filters"), output: $("#pain-count"), items: $$("#pain-list > .pain").map(entryOf) };
  const text = (entry) => (entry.text ??= entry.row ? entry.row[1] : $("q", entry.item).textContent);
  // what is typed finds words by their beginning, all of them; in quotation marks, words in that order. Letters match with
  // and without their marks, so that "strasse" finds "Straße", "uber" and "ueber" find "über", and "über" finds "ueber"
  const sounds = { ae: "ae|ä", oe: "oe|ö", ue: "ue|ü", ss: "ss|ß", ä: "ä|ae", ö: "ö|oe", ü: "ü|ue", ß: "ß|ss" };
  const letters = { a: "aàáâãäå", c: "cç", e: "eèéêë", i: "iìíîï", n: "nñ", o: "oòóôõöø", s: "sß", u: "uùúûü", y: "yýÿ" };
  const wordSign = "[\\p{L}\\p{N}]";
  const pattern = (word) => {
    const spelt = word.replace(/[aou]e|ss|[^]/gu, (sign) => {
      if (sounds[sign]) return `(?:${sounds[sign]})`;
      const plain = sign.normalize("NFD")[0];
      if (letters[plain]) return `[${letters[plain]}]`;
      return sign.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
    });
    return (new RegExp(`^${wordSign}`, "u").test(word) ? `(?<!${wordSign})` : "") + spelt;
  };
  const termsOf = (query) => {
    const phrases = [...query.toLowerCase().matchAll(/["„“”«»]([^"„“”«»]+)(["„“”«»]?)|[^\s"„“”«»]+/gu)];
    return phrases.map(([whole, phrase, closed]) => {
      if (!phrase) return pattern(whole);
      const inside = phrase.match(/[\p{L}\p{N}]+/gu) || [];
      return inside.map(pattern).join(`[^\\p{L}\\p{N}]+`) + (closed ? `(?!${wordSign})` : "");
    }).filter(Boolean);
  };
  // marks around the words that were found, also where they reach over the border of a marked feeling
  const highlight = (q, found) => {
    $$("mark", q).forEach((mark) => mark.replaceWith(...mark.childNodes));
    q.normalize();
    if (!found) return;
    const ranges = [...q.textContent.matchAll(found)].map((match) => [match.index, match.index + match[0].length]).reverse();
    const walker = document.createTreeWalker(q, NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let from = 0; walker.nextNode(); from += walker.currentNode.length) nodes.push([walker.currentNode, from]);
    for (const [node, from] of nodes) {
      const size = node.length;
      for (const [first, end] of ranges) {
        if (end <= from || first >= from + size) continue;
        const part = node.splitText(Math.max(first - from, 0));
        part.splitText(Math.min(end - from, size) - Math.max(first - from, 0));
        const mark = document.createElement("mark");
        part.replaceWith(mark);
        mark.append(part);
      }
    }
  };
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
  const first = 12;
  const step = 50;
  let room = first;
  let wanted = null;
  let opened = "";
  let found = null;
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
    const laid = kept.filter((entry, count) => count < room || entry === wanted);
    lay(laid);
    for (const entry of laid) {
      if (entry.found === found) continue;
      entry.found = found;
      highlight($("q", entry.item), found);
    }
    more.hidden = kept.length <= room;
  };
  const filter = (list) => {
    if (!list.form) return;
    const groups = [...chosen(list.form).values()].map((group) => group.map((token) => ` ${token} `));
    const terms = list.find ? termsOf(list.find.value) : [];
    const tests = terms.map((term) => new RegExp(term, "iu"));
    const hits = list.items.filter((entry) =>
      groups.every((group) => group.some((token) => entry.f.includes(token))) && tests.every((test) => test.test(text(entry))));
    if (list === voices) {
      kept = hits;
      found = terms.length ? new RegExp(terms.join("|"), "giu") : undefined;
      layFirst();
    } else {
      const left = new Set(hits);
      for (const entry of list.items) entry.item.hidden = !left.has(entry);
    }
    list.output.textContent = shown(list === voices ? "voices.shown" : "count.n_of", hits.length, list.items.length);
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
    if (list === voices && opened) parts.push(`o=${opened}`);
    history.replaceState(null, "", `#${name}${parts.length ? `?${parts.join("&")}` : ""}`);
  };
  const read = () => {
    const [name, query] = location.hash.slice(1).split("?");
    const list = { voices, pains }[name];
    if (list && list.form && query !== undefined) {
      const values = new URLSearchParams(query);
      choose(list.form, (values.get("f") || "").split(".").filter(Boolean));
      if (list.find) list.find.value = values.get("q") || "";
      const [id, kind] = (values.get("o") || "").split(".");
      wanted = list === voices && entries.get(id);
      filter(list);
      if (wanted) show(wanted, kind);
      else document.getElementById(name).scrollIntoView();
    } else if (name) reveal(decodeURIComponent(name));
  };
  const clear = (list) => {
    list.form.reset();
    choose(list.form, []);
    filter(list);
  };
  const show = (entry, kind) => {
    if (!kept.includes(entry)) clear(voices);
    const { item } = entry;
    addControls(item);
    if (kind in fill && !$(`:scope > .around.${kind}`, item)) toggle(item, kind);
    opened = kind ? `${item.id}.${kind}` : "";
    item.scrollIntoView();
  };
  const reveal = (id) => {
    wanted = entries.get(id) || null;
    if (wanted) {
      if (!kept.includes(wanted)) clear(voices);
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
    if (wanted && !target.matches(":target")) {
      history.replaceState(null, "", "#");
      location.replace(`#${id}`);
    }
  };
  for (const [name, list] of [["voices", voices], ["pains", pains]]) {
    if (!list.form) continue;
    const update = () => { room = first; wanted = null; opened = ""; filter(list); write(name, list); };
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
  $$("figure.quote").forEach((figure) => near.observe(figure));

  // ------------------------------------------------------------------ sorting
  $("#pain-sort")?.addEventListener("change", ({ target: { value: key } }) => {
    const order = pains.items.map(({ item }) => item).sort((a, b) => {
      const [x, y] = [a.dataset[key], b.dataset[key]];
      return (key === "name" ? x.localeCompare(y, document.documentElement.lang) : x - y) || a.dataset.rank - b.dataset.rank;
    });
    $("#pain-list").append(...order);
  });

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
