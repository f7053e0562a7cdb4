// The browser of documents. What documents say becomes text nodes only: there is no innerHTML here, no eval, no address.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const form = at("filters"), list = at("list"), view = at("view"), tip = at("tip"), more = at("more");
  const FAMILIES = Object.fromEntries([...document.querySelectorAll(".legend li")].flatMap((item) => {
    const family = item.querySelector(".dot").className.replace("dot f-", "");
    return item.querySelector("small").textContent.split(", ").map((kind) => [kind, family]);
  }));
  const PAGE = 50;
  const FIELDS = ["q", "kind", "note", "language", "share", "rule", "site"];
  // As in markup.py: what does not show, or turns the direction of what stands around it.
  const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
  const named = (char) => "⟨U+" + char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟩";

  // An element with text nodes and elements in it.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== undefined) element.setAttribute(name, value);
    for (const child of children) element.append(typeof child === "string" ? child.replace(INVISIBLE, named) : child);
    return element;
  }
  const family = (kind) => "f-" + (FAMILIES[kind] || "frame");
  const percent = (share) => (100 * share).toFixed(share < 0.1 ? 1 : 0) + " %";

  // What a document can be found by, made when it is first asked for.
  const found = data.documents.map(() => null);
  function searched(number) {
    const one = data.documents[number];
    if (!found[number]) {
      const rules = [...new Set(one.edits.map((edit) => edit[0]))].map((each) => data.rules[each]);
      found[number] = {
        rules: new Set(rules.map((rule) => rule.id)), kinds: new Set(rules.map((rule) => rule.kind)),
        notes: new Set(one.notes.map((note) => note[0])), text: null,
      };
    }
    return found[number];
  }
  function text(number) {
    const one = data.documents[number], known = searched(number);
    if (known.text === null) {
      const said = one.parts.map((part) => part[1].map((piece) => typeof piece === "string" ? piece : piece[2]).join(""));
      known.text = [one.t, one.n, one.s, ...said].join("\n").toLowerCase();
    }
    return known.text;
  }
  function fits(number, wanted) {
    const one = data.documents[number], known = searched(number);
    return (!wanted.kind || known.kinds.has(wanted.kind)) && (!wanted.note || known.notes.has(wanted.note)) &&
      (!wanted.rule || known.rules.has(wanted.rule)) && (!wanted.site || one.s === wanted.site) &&
      (!wanted.language || (one.l || "(none)") === wanted.language) &&
      (wanted.share === "" || one.b === Number(wanted.share)) && (!wanted.q || text(number).includes(wanted.q.toLowerCase()));
  }

  let shown = [], listed = 0, open = -1;
  const wanted = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));

  function filter() {
    const now = wanted();
    shown = data.documents.map((_, number) => number).filter((number) => fits(number, now));
    list.replaceChildren();
    listed = 0;
    list_more();
    at("found").textContent = shown.length.toLocaleString("en") + " of " + data.documents.length.toLocaleString("en") + " shown here";
  }
  function list_more() {
    for (const number of shown.slice(listed, listed + PAGE)) list.append(entry(number));
    listed = Math.min(shown.length, listed + PAGE);
    more.hidden = listed >= shown.length;
    more.textContent = "Show more (" + (shown.length - listed).toLocaleString("en") + " left)";
  }
  function entry(number) {
    const one = data.documents[number];
    const notes = one.notes.map((note) => make("span", {class: note[2] ? "note bad" : "note"}, note[0]));
    const meter = make("span", {class: "meter", "aria-hidden": "true"}, make("span"));
    meter.firstChild.style.width = 100 * one.q + "%";
    const button = make("button", {type: "button"}, make("bdi", {class: "title"}, one.t || one.n), make("span", {class: "said"},
      make("bdi", {}, one.s), " · " + percent(one.q) + " removed", ...notes.flatMap((note) => [" ", note])), meter);
    button.addEventListener("click", () => show(number, true));
    if (number === open) button.setAttribute("aria-current", "true");
    const item = make("li", {}, button);
    item.dataset.number = number;
    return item;
  }

  // One document, with what went and came in place.
  function show(number, move) {
    open = number;
    const one = data.documents[number];
    for (const button of list.querySelectorAll("button")) button.removeAttribute("aria-current");
    const current = list.querySelector('[data-number="' + number + '"] button');
    if (current) current.setAttribute("aria-current", "true");
    const facts = [one.s, one.l || "no language", one.w.toLocaleString("en") + " words", percent(one.q) + " removed",
      "prose " + percent(one.p)];
    view.replaceChildren(make("h3", {dir: "auto"}, one.t || "(no title)"),
      make("p", {class: "said"}, make("bdi", {}, one.n)), make("p", {class: "said"}, facts.join(" · ")));
    if (one.u) view.append(make("p", {class: "said"}, make("bdi", {}, one.u)));
    for (const note of one.notes)
      view.append(make("p", {class: note[2] ? "note bad" : "note"}, note[0] + (note[1] ? ": " + note[1] : "")));
    if (one.doubt) view.append(make("p", {class: "note"}, "What was removed is listed below the text, not in place: " + one.doubt));
    view.append(kinds_of(one));
    let last = "";
    for (const part of one.parts) {
      const heading = HEADINGS[part[0]];
      if (heading && last !== part[0]) view.append(make("h4", {}, heading));
      last = part[0];
      view.append(part_of(one, part));
    }
    view.append(make("p", {class: "ends"}, step("← Previous", -1), step("Next →", 1)));
    if (move) {
      view.scrollIntoView({block: "start"});
      view.focus({preventScroll: true});
    }
  }
  const HEADINGS = {element: "Elements that were left out", repair: "Repairs of encoding and spacing", title: "Headline"};
  function step(label, by) {
    const button = make("button", {type: "button"}, label);
    button.addEventListener("click", () => go(by));
    return button;
  }
  function kinds_of(one) {
    const counts = {};
    for (const edit of one.edits) counts[data.rules[edit[0]].kind] = (counts[data.rules[edit[0]].kind] || 0) + 1;
    const items = Object.entries(counts).sort((a, b) => b[1] - a[1]);
    return make("p", {class: "kinds"}, ...items.map(([kind, count]) => make("span", {class: "chip " + family(kind)}, kind + " " + count)));
  }
  function part_of(one, [label, pieces]) {
    const whole = pieces.length > 0 && pieces.every((piece) => typeof piece !== "string" ? piece[1] === 0 : !piece.trim());
    const block = make(label === "heading" ? "h5" : label === "code" ? "pre" : "p",
      {class: "block b-" + label + (whole && label !== "repair" ? " gone" : ""), dir: "auto"});
    for (const piece of pieces) block.append(typeof piece === "string" ? piece.replace(INVISIBLE, named) : cut_of(one, piece, whole));
    return block;
  }
  function cut_of(one, [number, came, words], whole) {
    const [rule, field] = one.edits[number], {id, kind} = data.rules[rule];
    const cut = make(came ? "ins" : "del", {class: "cut " + family(kind), tabindex: "0", "aria-describedby": "tip"});
    if (!came && whole) cut.append(make("span", {class: "tag"}, kind + (field ? " → " + field : "")), " ");
    cut.append(words.replace(INVISIBLE, named));
    cut.about = [data.rules[rule], one.edits[number]];
    return cut;
  }

  // Why: shown while a span is pointed at, or has the focus.
  function explain(cut) {
    const [rule, [, field, path]] = cut.about;
    tip.replaceChildren(make("b", {}, rule.kind), " " + rule.id, make("p", {}, rule.why || "No reason is known here."));
    if (field) tip.append(make("p", {}, "Moved to " + field + "."));
    if (path) tip.append(make("p", {class: "said"}, "at " + path));
    if (rule.file) tip.append(make("p", {class: "said"}, rule.file));
    tip.hidden = false;
    const box = cut.getClientRects()[0] || cut.getBoundingClientRect(), width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = Math.max(8, Math.min(box.left, innerWidth - width - 8)) + "px";
    tip.style.top = (box.bottom + height + 12 < innerHeight ? box.bottom + 6 : Math.max(8, box.top - height - 6)) + "px";
  }
  const cut_at = (event) => event.target instanceof Element && event.target.closest(".cut");
  for (const name of ["mouseover", "focusin"]) view.addEventListener(name, (event) => {
    const cut = cut_at(event);
    if (cut) explain(cut); else tip.hidden = true;
  });
  for (const name of ["mouseleave", "focusout"]) view.addEventListener(name, () => { tip.hidden = true; });
  addEventListener("scroll", () => {
    const cut = document.activeElement.closest("#view .cut");
    if (cut && !tip.hidden) explain(cut); else tip.hidden = true;
  }, {passive: true});

  // By keyboard.
  function go(by) {
    const next = shown.indexOf(open) + by;
    if (next < 0 || next >= shown.length) return;
    while (next >= listed) list_more();
    show(shown[next], true);
    list.querySelector('[data-number="' + open + '"]').scrollIntoView({block: "nearest"});
    view.scrollIntoView({block: "start"});
  }
  function next_cut(by) {
    const cuts = [...view.querySelectorAll(".cut")];
    const now = cuts.indexOf(document.activeElement);
    const next = cuts[now < 0 ? (by > 0 ? 0 : cuts.length - 1) : now + by];
    if (next) { next.focus({preventScroll: true}); next.scrollIntoView({block: "center"}); explain(next); }
  }
  const KEYS = {j: () => go(1), k: () => go(-1), n: () => next_cut(1), p: () => next_cut(-1), "/": () => form.elements.q.focus()};
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      tip.hidden = true;
      const current = list.querySelector("[aria-current]");
      if (!typing && current) current.focus(); else if (typing) event.target.blur();
    } else if (!typing && KEYS[event.key]) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  // Filters stand in the address: a bar of a chart is a link to its documents.
  function from_address() {
    const given = new URLSearchParams(location.hash.slice(1));
    const fields = FIELDS.filter((name) => given.has(name));
    if (!fields.length) return;
    for (const name of FIELDS) form.elements[name].value = given.get(name) || "";
    filter();
    at("documents").scrollIntoView();
    if (shown.length) show(shown[0], false);
  }
  let waits = 0;
  form.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(filter, 80); });
  form.addEventListener("reset", () => setTimeout(() => { history.replaceState(null, "", "#documents"); filter(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", list_more);
  addEventListener("hashchange", from_address);
  for (const button of document.querySelectorAll(".copy")) button.addEventListener("click", () => {
    const code = button.parentElement.querySelector("code");
    getSelection().selectAllChildren(code);
    button.textContent = document.execCommand("copy") ? "Copied" : "Selected: copy it";
  });

  // Columns of numbers sort when their heading is pressed: largest first.
  for (const table of document.querySelectorAll("#site-table")) for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    if (head.dataset.sort === undefined) continue;
    const button = make("button", {type: "button"}, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const rows = [...table.tBodies[0].rows], value = (row) => Number(row.cells[column].dataset.value);
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      table.tBodies[0].append(...rows.sort((a, b) => down ? value(b) - value(a) : value(a) - value(b)));
    });
  }

  function fill() {
    const values = {kind: new Set(), note: new Set(), language: new Set(), rule: new Set(), site: new Set()};
    for (const rule of data.rules) { values.kind.add(rule.kind); values.rule.add(rule.id); }
    for (const one of data.documents) {
      for (const note of one.notes) values.note.add(note[0]);
      values.language.add(one.l || "(none)");
      values.site.add(one.s);
    }
    for (const [name, known] of Object.entries(values)) {
      const box = form.elements[name].tagName === "SELECT" ? form.elements[name] : at("known-" + name);
      for (const value of [...known].sort()) box.append(make("option", {value}, value));
    }
  }
  document.documentElement.classList.add("live");
  fill();
  filter();
  if (shown.length) show(shown[0], false);
  from_address();
})();
