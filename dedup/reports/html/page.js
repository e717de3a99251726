
"use strict";
// Filters, keys and the address. Without it the page is complete, and nothing in it is hidden.
// Above 300 lines, since the parts share what is shown and where the reader is, and one script has
// one hash in the policy of the page.
(() => {
  const form = document.querySelector(".tools");
  if (!form) return;
  const root = document.documentElement;
  const none = document.querySelector(".none");
  const help = document.querySelector("dialog.keys");
  const keysOn = help.querySelector("input");
  const output = form.querySelector("output");
  const cards = [...document.querySelectorAll(".card")].map((el, index) => ({
    el, index,
    kinds: el.dataset.kind.split(" "),
    status: el.dataset.status,
    section: el.dataset.section,
    count: Number(el.dataset.count),
    bars: (el.dataset.bars || "").split(" ").filter(Boolean).map(Number),
    lane: ["gone", "mended", "held"].find((lane) => el.classList.contains(lane)),
    chunk: el.closest(".chunk"),
    file: el.closest(".file"),
    text: null,
    shown: true,
  }));
  const byElement = new Map(cards.map((card) => [card.el, card]));
  const headings = [...document.querySelectorAll("h3[data-section]")];
  const total = cards.reduce((sum, card) => sum + card.count, 0);
  const strips = [...document.querySelectorAll(".strip svg")].map((svg) => ({
    svg, file: svg.closest(".file"), here: svg.querySelector(".here"),
    rects: [...svg.querySelectorAll("[data-bar]")].map((el) => (
      { el, key: `${el.getAttribute("class")} ${el.dataset.bar}`, off: false })),
  }));
  const barCount = strips.length ? strips[0].svg.viewBox.baseVal.width / 4 : 0;
  let shown = cards;
  let current = null;
  let anchor = "";
  let written = null;

  const boxes = (name) => [...form.querySelectorAll(`input[name=${name}]`)];
  const checked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);

  // The address: #anchor?kind=remove,join&status=withheld&section=3&q=text
  function read() {
    const mark = `${location.hash}?`.indexOf("?");
    const wanted = new URLSearchParams(location.hash.slice(mark + 1));
    for (const facet of ["kind", "status"]) {
      const values = (wanted.get(facet) || "").split(",");
      for (const box of boxes(facet)) box.checked = values.includes(box.value);
    }
    form.section.value = wanted.get("section") || "";
    if (form.section.selectedIndex < 0) form.section.value = "";
    form.q.value = wanted.get("q") || "";
    keysOn.checked = wanted.get("keys") !== "off";
    anchor = location.hash.slice(1, mark);
  }
  function address() {
    const wanted = new URLSearchParams();
    for (const facet of ["kind", "status"]) {
      const values = checked(facet);
      if (values.length) wanted.set(facet, values.join(","));
    }
    if (form.section.value) wanted.set("section", form.section.value);
    if (form.q.value.trim()) wanted.set("q", form.q.value.trim());
    if (!keysOn.checked) wanted.set("keys", "off");
    const query = wanted.toString().replaceAll("%2C", ",");
    return anchor || query ? `#${anchor}${query ? `?${query}` : ""}` : "";
  }
  let writing = 0;
  function write() {  // browsers take only so many changes of an address a second
    clearTimeout(writing);
    writing = setTimeout(() => {
      written = address();
      try {
        history.replaceState(null, "", written || location.pathname + location.search);
      } catch { /* an address that may not be changed: the page works all the same */ }
    }, 120);
  }

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  function passes(card, kinds, statuses, section, words) {
    if (kinds.size && !card.kinds.some((kind) => kinds.has(kind))) return false;
    if (statuses.size && !statuses.has(card.status)) return false;
    if (section && card.section !== section) return false;
    if (!words) return true;
    card.text ??= folded(card.el.textContent);
    return card.text.includes(words);
  }
  function filter() {
    const kinds = new Set(checked("kind"));
    const statuses = new Set(checked("status"));
    const section = form.section.value;
    const words = folded(form.q.value.trim());
    const filtered = Boolean(kinds.size || statuses.size || section || words);
    const sections = new Set();
    const chunks = new Map();
    const lit = new Map(strips.map(({ file }) => [file, new Set()]));
    let count = 0;
    shown = [];
    for (const card of cards) {
      const passed = !filtered || passes(card, kinds, statuses, section, words);
      if (passed !== card.shown) {
        card.shown = passed;
        card.el.hidden = !passed;
      }
      if (card.chunk) chunks.set(card.chunk, (chunks.get(card.chunk) || 0) + passed);
      if (!passed) continue;
      shown.push(card);
      count += card.count;
      sections.add(card.section);
      for (let bar = card.bars[0]; bar <= card.bars[1]; bar++) {
        lit.get(card.file).add(`${card.lane} ${bar}`);
      }
    }
    for (const [chunk, left] of chunks) {
      chunk.hidden = filtered && !left;
      chunk.style.containIntrinsicBlockSize = filtered ? `${left * 175}px` : "";
    }
    for (const heading of headings) heading.hidden = filtered && !sections.has(heading.dataset.section);
    for (const rest of document.querySelectorAll(".rest")) {
      const some = !filtered || [...rest.querySelectorAll(".card")].some((el) => !el.hidden);
      rest.hidden = !some;
      if (filtered && some && rest.tagName === "DETAILS" && statuses.has("dropped")) rest.open = true;
    }
    for (const { rects, file } of strips) {
      for (const rect of rects) {
        const off = !lit.get(file).has(rect.key);
        if (off !== rect.off) rect.el.classList.toggle("off", rect.off = off);
      }
    }
    root.classList.toggle("filtered", filtered);
    none.hidden = shown.length > 0;
    output.textContent = filtered
      ? `${count} of ${total} edit${total === 1 ? "" : "s"} shown` : `${total} edit${total === 1 ? "" : "s"}`;
    highlight(form.q.value.trim());
    if (current && !current.shown) current = null;
    tellPlace();
  }
  function changed() {
    filter();
    write();
  }

  // What was searched for, marked without touching the page; as much as a reader will look at.
  const MOST_MARKED = 400;
  function highlight(words) {
    if (!window.CSS || !CSS.highlights) return;
    CSS.highlights.delete("found");
    if (!words) return;
    const low = words.toLowerCase();
    const ranges = [];
    for (const card of shown) {
      if (ranges.length >= MOST_MARKED) break;
      const walk = document.createTreeWalker(card.el, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.data.toLowerCase();
        if (text.length !== node.data.length) continue;
        for (let at = text.indexOf(low); at >= 0; at = text.indexOf(low, at + low.length)) {
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + low.length);
          ranges.push(range);
        }
      }
    }
    if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
  }

  function tellPlace() {
    const at = current ? shown.indexOf(current) + 1 : 0;
    for (const { here, file } of strips) {
      const mine = current && current.file === file && current.bars.length;
      here.setAttribute("x", mine ? current.bars[0] * 4 + 1 : -9);
    }
    for (const place of document.querySelectorAll(".place")) {
      place.textContent = at ? `${at} of ${shown.length}` : "";
    }
  }
  function go(card) {
    if (!card) return;
    current = card;
    const details = card.el.closest("details.rest");
    if (details) details.open = true;
    card.el.focus({ preventScroll: true });
    card.el.scrollIntoView({ block: "start", behavior: "instant" });
    anchor = card.el.id;
    tellPlace();
    write();
  }
  function near() {  // the first card on the screen, if no card is the current one
    const top = 90;
    let low = 0;
    let high = shown.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((shown[mid].el).getBoundingClientRect().bottom <= top) low = mid + 1;
      else high = mid;
    }
    return low;
  }
  function step(by) {
    if (!shown.length) return;
    const at = current ? shown.indexOf(current) + by : near() - (by < 0);
    go(shown[Math.min(Math.max(at, 0), shown.length - 1)]);
  }
  function stepSection(by) {
    if (!shown.length) return;
    let at = current ? shown.indexOf(current) : near();
    const from = shown[Math.min(at, shown.length - 1)].section;
    while (shown[at] && shown[at].section === from) at += by;
    if (!shown[at]) return;
    if (by < 0) while (shown[at - 1] && shown[at - 1].section === shown[at].section) at -= 1;
    go(shown[at]);
  }
  function toggle() {
    const held = current && [...current.el.querySelectorAll("details.beside, details.all")];
    const folds = held && (held.length ? held : [...current.el.querySelectorAll("details")]);
    if (!folds || !folds.length) return;
    const open = !folds[0].open;
    for (const fold of folds) fold.open = open;
  }
  function only(name, value) {
    const found = boxes(name).find((box) => box.value === value);
    if (!found) return;
    const alone = found.checked && checked(name).length === 1;
    for (const box of boxes(name)) box.checked = !alone && box === found;
    changed();
  }
  function reset() {
    form.reset();
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    form.section.value = "";
    form.q.value = "";
    changed();
  }

  const actions = {
    j: () => step(1), k: () => step(-1),
    "]": () => stepSection(1), "[": () => stepSection(-1),
    o: toggle, x: reset,
    "/": () => { form.q.focus(); form.q.select(); form.scrollIntoView({ block: "nearest" }); },
    "?": () => help.showModal(),
    m: () => only("status", "applied"), w: () => only("status", "withheld"),
    p: () => only("status", "noted"),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inField = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && event.target === form.q) {
      if (form.q.value) { form.q.value = ""; changed(); } else form.q.blur();
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && event.target === form.q) {
      event.preventDefault();
      clearTimeout(typing);
      changed();
      go(shown[0]);
      return;
    }
    if (inField || help.open || !keysOn.checked) return;
    const kind = boxes("kind")[Number(event.key) - 1];
    const action = kind && /^\d$/.test(event.key) ? () => only("kind", kind.value)
      : Object.hasOwn(actions, event.key) ? actions[event.key] : null;
    if (!action) return;
    event.preventDefault();
    action();
  });

  let typing = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (event.target === form.q) typing = setTimeout(changed, 150);
    else changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => { event.preventDefault(); reset(); });
  form.querySelector(".ask").addEventListener("click", () => help.showModal());
  help.querySelector("button").addEventListener("click", () => help.close());
  keysOn.addEventListener("change", write);
  addEventListener("focusin", (event) => {
    const card = byElement.get(event.target.closest(".card"));
    if (card && card !== current) { current = card; tellPlace(); }
  });
  addEventListener("click", (event) => {
    const move = event.target.closest("[data-move]");
    if (move) return step(Number(move.dataset.move));
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    const card = target && byElement.get(target.closest(".card"));
    if (card && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (!card.shown) reset();
      return go(card);
    }
    const strip = strips.find(({ svg }) => svg.contains(event.target));
    if (!strip) return undefined;
    const box = strip.svg.getBoundingClientRect();
    const bar = ((event.clientX - box.left) / box.width) * barCount;
    const mine = shown.filter((each) => each.file === strip.file && each.bars.length);
    const far = (each) => Math.max(each.bars[0] - bar, bar - each.bars[1] - 1, 0);
    return go(mine.reduce((best, each) => (best && far(best) <= far(each) ? best : each), null));
  });
  // Both sides of a pair open the same gap.
  addEventListener("toggle", (event) => {
    const gap = event.target;
    if (!gap.matches || !gap.matches("details.gap")) return;
    const pair = gap.closest(".pair");
    const gaps = (side) => [...side.querySelectorAll(".t > details.gap")];
    const own = gap.parentElement.matches(".side .t") ? gaps(gap.closest(".side")).indexOf(gap) : -1;
    for (const side of own < 0 ? [] : pair.querySelectorAll(".side")) {
      const other = gaps(side)[own];
      if (other && other.open !== gap.open) other.open = gap.open;
    }
  }, true);
  function arrive() {
    read();
    filter();
    const target = anchor && document.getElementById(anchor);
    const card = target && byElement.get(target.closest(".card"));
    if (card && card.shown) go(card);
    else if (target) target.scrollIntoView();
  }
  addEventListener("hashchange", () => { if (location.hash !== written) arrive(); });
  if (location.hash.length > 1) arrive();
  else filter();
})();
