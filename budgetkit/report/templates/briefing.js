"use strict";
(() => {
  const words = new Intl.Collator("zh-CN", { numeric: true });

  /* Sorting: a column's button goes through descending, ascending, as printed; totals keep their place. */
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.sort !== undefined) return Number(cell.dataset.sort);
    const text = cell.textContent.trim();
    return text === "—" ? null : text;
  };
  const compare = (a, b, direction) => {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return direction * (a - b);
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return direction * words.compare(a, b);
  };
  const sortRows = (body, printed, column, direction) => {
    const movable = printed.filter((row) => !row.classList.contains("total"));
    const sorted = direction === 0 ? movable
      : movable.map((row) => [valueOf(row, column), row]).sort((a, b) => compare(a[0], b[0], direction)).map((pair) => pair[1]);
    let next = 0;
    body.append(...printed.map((row) => (row.classList.contains("total") ? row : sorted[next++])));
  };
  const leafHeads = (table) => {
    const heads = [];
    const taken = [];
    [...table.tHead.rows].forEach((row, depth) => {
      let at = 0;
      [...row.cells].forEach((head) => {
        while ((taken[depth] || [])[at]) at += 1;
        for (let down = 0; down < head.rowSpan; down += 1)
          for (let right = 0; right < head.colSpan; right += 1) (taken[depth + down] ||= [])[at + right] = true;
        if (head.scope === "col") heads.push([head, at]);
        at += head.colSpan;
      });
    });
    return heads;
  };
  const makeSortable = (table) => {
    const body = table.tBodies[0];
    const printed = [...body.rows];
    const heads = leafHeads(table).filter(([head]) => !head.classList.contains("lines"));
    heads.forEach(([head, column]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", `按“${head.textContent}”排序`);
      head.append(button);
      head.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const next = now === null ? "descending" : now === "descending" ? "ascending" : null;
        heads.forEach(([other]) => other.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        sortRows(body, printed, column, next === "descending" ? -1 : next === "ascending" ? 1 : 0);
      });
    });
  };
  document.querySelectorAll("table[data-sortable]").forEach(makeSortable);

  /* Code: out of the reader's way until one button opens all of it; without this script each cell opens by itself. */
  const toggle = document.getElementById("show-code");
  if (toggle) {
    toggle.hidden = false;
    document.body.classList.add("code-hidden");
    toggle.addEventListener("click", () => {
      const show = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", String(show));
      toggle.textContent = show ? "收起代码" : "显示代码";
      document.body.classList.toggle("code-hidden", !show);
      document.querySelectorAll("main details.code").forEach((details) => { details.open = show; });
    });
  }

  /* Contents: closed at first on a small screen; the section in view is marked. */
  const contents = document.querySelector(".contents details");
  if (contents && window.matchMedia("(max-width: 63.99rem)").matches) contents.open = false;
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const mark = (id) => {
    links.forEach((link, target) => {
      if (target === id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  };
  const watcher = new IntersectionObserver((entries) => {
    const seen = entries.filter((entry) => entry.isIntersecting);
    if (seen.length) mark(seen[0].target.id);
  }, { rootMargin: "0px 0px -70% 0px" });
  links.forEach((link, id) => { const target = document.getElementById(id); if (target) watcher.observe(target); });
})();
