// The list of all pages below the sidebar, loaded when it is first opened. It comes as a
// script element, not by a request, so that it works from a folder too. Reading needs
// none of this.
(() => {
  "use strict";

  function list(rows, base) {
    const ul = document.createElement("ul");
    for (const [href, title, below] of rows) {
      const item = ul.appendChild(document.createElement("li"));
      const link = item.appendChild(document.createElement("a"));
      link.className = "reference";
      link.href = new URL(href, base).href;
      link.textContent = title;
      if (below) item.append(list(below, base));
    }
    return ul;
  }

  const doors = [...document.querySelectorAll(".audit-sidebar-pages")];
  for (const door of doors) {
    door.hidden = false;
    door.addEventListener("toggle", () => {
      const source = new URL(door.dataset.tree, document.baseURI);
      window.auditSidebar = (rows) => door.append(list(rows, new URL("../", source)));
      const script = document.createElement("script");
      script.src = source.href;
      document.head.append(script);
    }, { once: true });
  }
})();
