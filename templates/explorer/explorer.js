// The search. The pages can be read without it, and it asks nothing of anyone: what it looks through is a file beside it.
"use strict";
(() => {
  const root = document.currentScript.dataset.root;
  const box = document.querySelector(".search");
  const input = document.getElementById("search");
  const list = document.getElementById("results");
  const count = document.getElementById("count");
  const LIMIT = 30;
  let entries = null;
  let selected = -1;

  // A script beside the page loads from a disk too, where other ways of reading a file are forbidden.
  function load(then) {
    if (entries) return then();
    if (load.waiting) return void load.waiting.push(then);
    load.waiting = [then];
    const script = document.createElement("script");
    script.src = root + "search-data.js";
    script.onload = () => {
      entries = window.docbindSearch.map(([kind, text, note, href]) =>
        ({ kind, text, note, href, words: (text + " " + note).toLowerCase() }));
      load.waiting.forEach((each) => each());
    };
    document.head.append(script);
  }

  // Every word must occur; names that begin with what was typed come first, then short ones.
  function find(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    const found = [];
    for (const entry of entries) {
      let score = 0;
      for (const word of words) {
        const at = entry.words.indexOf(word);
        if (at < 0) { score = -1; break; }
        const start = at === 0 || !/[a-z0-9]/.test(entry.words[at - 1]);
        score += (at === 0 ? 4 : 0) + (start ? 3 : 1);
      }
      if (score > 0) found.push([score - entry.words.length / 1000, entry]);
    }
    found.sort((a, b) => b[0] - a[0]);
    return found.map(([, entry]) => entry);
  }

  function show() {
    const found = find(input.value);
    list.replaceChildren(...found.slice(0, LIMIT).map((entry, index) => {
      const item = document.createElement("li");
      item.id = "result-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("code");
      name.textContent = entry.text;
      const note = document.createElement("span");
      note.className = "quiet";
      note.textContent = " " + entry.kind + (entry.note ? ": " + entry.note : "");
      item.append(name, note);
      item.dataset.href = root + entry.href;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); open(item); });
      return item;
    }));
    const any = found.length > 0;
    list.hidden = !any;
    input.setAttribute("aria-expanded", String(any));
    count.textContent = input.value.trim() ? found.length + " found" : "";
    select(any ? 0 : -1);
  }

  function select(index) {
    selected = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    const item = list.children[index];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open(item) {
    window.location.href = item.dataset.href;
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    select(-1);
  }

  box.hidden = false;
  input.addEventListener("focus", () => load(() => {}));
  input.addEventListener("input", () => load(show));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const size = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && size) { event.preventDefault(); select((selected + 1) % size); }
    else if (event.key === "ArrowUp" && size) { event.preventDefault(); select((selected + size - 1) % size); }
    else if (event.key === "Enter" && selected >= 0 && size) { event.preventDefault(); open(list.children[selected]); }
    else if (event.key === "Escape") close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
