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
    const source = $("figcaption a, :scope > p:last-child", holder).firstChild.textContent;
    return `${open}${q.textContent}${close} — ${source.trim()}`;
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

  // ------------------------------------------------------------------ filters
  const voices = { form: $("#voice-filters"), output: $("#voice-count"), items: $$("#voice-list > li"), find: $("#find") };
  const pains = { form: $("#pain-filters"), output: $("#pain-count"), items: $$("#pain-table > tbody") };
  const tokensOf = new Map();
  const textOf = new Map();
  const tokens = (item) => {
    if (!tokensOf.has(item)) tokensOf.set(item, new Set(item.dataset.f.split(" ")));
    return tokensOf.get(item);
  };
  const text = (item) => {
    if (!textOf.has(item)) textOf.set(item, item.textContent.toLocaleLowerCase());
    return textOf.get(item);
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
  // with many statements only the first are laid out; the button brings the rest
  const step = 100;
  let room = step;
  const more = $("#voice-more");
  const filter = (list) => {
    if (!list.form) return;
    const groups = [...chosen(list.form).values()];
    const query = list.find ? list.find.value.trim().toLocaleLowerCase() : "";
    let count = 0;
    for (const item of list.items) {
      const has = tokens(item);
      const keep = groups.every((group) => group.some((token) => has.has(token))) && (!query || text(item).includes(query));
      count += keep;
      if (item.hidden === keep) item.hidden = !keep;
      if (list === voices) item.classList.toggle("later", keep && count > room);
    }
    if (list === voices) more.hidden = count <= room;
    list.output.textContent = shown(list === voices ? "voices.shown" : "count.n_of", count, list.items.length);
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
  const reveal = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node.classList.contains("later")) {
        room = Infinity;
        filter(voices);
      }
      if (node.hidden) {
        const list = node.closest("#voices") ? voices : pains;
        list.form.reset();
        choose(list.form, []);
        filter(list);
      }
    }
    target.scrollIntoView();
  };
  for (const [name, list] of [["voices", voices], ["pains", pains]]) {
    if (!list.form) continue;
    const update = () => { room = step; filter(list); write(name, list); };
    let timer = 0;
    list.form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(update, 120); });
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
    const next = $("#voice-list > .later q");
    room += step;
    filter(voices);
    if (next) next.parentElement.scrollIntoView({ block: "nearest" });
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
      const order = [...pains.items].sort((a, b) => {
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

  // ------------------------------------------------------------------ voices get their copy button when they come near
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      near.unobserve(entry.target);
      addCopy(entry.target);
    }
  }, { rootMargin: "200px" });
  voices.items.forEach((item) => near.observe(item));

  // ------------------------------------------------------------------ everything open in print, as it was afterwards
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = $$("details:not([open]):not(.numbers)");
    closed.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

  read();
})();
