// Zoom and full screen for large diagrams; hover or focus lights what a node needs and
// what needs it. Reading needs none of this.
(() => {
  "use strict";

  const LEAST = 0.1, MOST = 4, STEP = 1.25;

  function bar(box, view, svg) {
    const natural = svg.viewBox.baseVal.width;
    const words = (box.dataset.words || "").split("|");
    const scale = () => svg.getBoundingClientRect().width / natural;
    const zoom = (share) => {
      box.classList.add("audit-zoomed");
      svg.style.width = `${natural * Math.min(MOST, Math.max(LEAST, share))}px`;
    };
    const inside = () => view.clientWidth - 2 * parseFloat(getComputedStyle(view).paddingLeft);
    const actions = [
      ["M3 8h10", () => zoom(scale() / STEP)],
      ["M3 8h10M8 3v10", () => zoom(scale() * STEP)],
      ["M3 5l2-1v8M11 5l2-1v8M9 6v.5M9 10v.5", () => zoom(1)],
      ["M2 3v10M14 3v10M4 8h8M6 6L4 8l2 2M10 6l2 2-2 2", () => zoom(inside() / natural)],
      ["M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", () =>
        document.fullscreenElement ? document.exitFullscreen() : box.requestFullscreen()],
    ];
    if (!document.fullscreenEnabled) actions.pop();
    const row = document.createElement("div");
    row.className = "audit-diagram-bar";
    actions.forEach(([icon, act], place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${icon}"/></svg>`;
      button.title = words[place];
      button.setAttribute("aria-label", button.title);
      button.addEventListener("click", act);
      row.append(button);
    });
    box.insertBefore(row, view);
  }

  function reach(from, steps) {
    const seen = new Set([from]), open = [from];
    while (open.length) {
      for (const next of steps.get(open.pop()) || []) {
        if (!seen.has(next)) { seen.add(next); open.push(next); }
      }
    }
    return seen;
  }

  function light(box, view, svg) {
    const after = new Map(), before = new Map();
    const add = (map, key, value) => map.set(key, [...(map.get(key) || []), value]);
    const edges = [...svg.querySelectorAll("[data-from]")];
    if (!edges.length) return;
    for (const { dataset: { from, to } } of edges) { add(after, from, to); add(before, to, from); }
    const nodes = [...svg.querySelectorAll(".pele-node")];
    const show = (id) => {
      const down = reach(id, after), up = reach(id, before);
      box.classList.add("audit-lit");
      for (const node of nodes) {
        node.classList.toggle("audit-on", down.has(node.dataset.id) || up.has(node.dataset.id));
      }
      for (const edge of edges) {
        const { from, to } = edge.dataset;
        edge.classList.toggle("audit-on", down.has(from) && down.has(to) || up.has(from) && up.has(to));
      }
    };
    const hide = () => box.classList.remove("audit-lit");
    for (const node of nodes) {
      node.addEventListener("mouseenter", () => show(node.dataset.id));
      node.addEventListener("mouseleave", hide);
    }
    // Not on the nodes: Chromium lets Tab stop at anything in an SVG that hears of focus.
    view.addEventListener("focusin", ({ target }) => {
      const node = target.matches(":focus-visible") && target.closest(".pele-node");
      if (node) show(node.dataset.id);
    });
    view.addEventListener("focusout", hide);
  }

  for (const box of document.querySelectorAll(".audit-diagram")) {
    const view = box.querySelector(".audit-diagram-view"), svg = view && view.querySelector("svg");
    if (!svg) continue;
    const { width, height } = svg.viewBox.baseVal;
    if (width > view.clientWidth || height > Math.max(800, innerHeight)) bar(box, view, svg);
    light(box, view, svg);
  }
})();
