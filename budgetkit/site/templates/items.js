// One item over departments and years: choose, filter, sort, download what is shown. Amounts are whole numbers of
// 0.000001 万元, so that sums and what is printed are exact.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id), SHOWN = 200, FOUND = 60, UNITS = 1e6;
  const loaded = new Map(), waiting = new Map();
  const state = { item: -1, rows: [], column: 1, up: false, limit: SHOWN };

  // ---- data: in the page, or in parts that are loaded when they are asked for
  const cellsOf = item => {
    if (data.cells) return Promise.resolve(data.cells[item]);
    const part = data.items[item][4];
    if (!loaded.has(part)) loaded.set(part, new Promise((resolve, reject) => {
      waiting.set(part, resolve);
      const script = document.createElement("script");
      script.src = `items.${part}.js`; script.onerror = () => { loaded.delete(part); reject(new Error(script.src)); };
      document.head.append(script);
    }));
    return loaded.get(part).then(({ start, cells }) => cells[item - start]);
  };
  window.budgetkitPart = (part, start, cells) => waiting.get(part)({ start, cells });

  // ---- words
  const exact = value => {
    if (value === null || value === undefined) return "";
    const size = Math.abs(value), whole = Math.floor(size / UNITS);
    return `${value < 0 ? "-" : ""}${whole}.${String(size - whole * UNITS).padStart(6, "0")}`;
  };
  const printed = value => value === null || value === undefined ? "—" : (value / UNITS).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const nameOf = item => [item[1], item[2]].filter(Boolean).join(" ");
  const make = (tag, text, properties = {}) => { const made = Object.assign(document.createElement(tag), properties); if (text !== undefined) made.append(text); return made; };
  const options = (select, values) => select.replaceChildren(make("option", "全部", { value: "" }), ...[...new Set(values)].filter(value => value !== "").sort().map(value => make("option", value, { value })));
  const matches = (text, words) => words.every(word => text.includes(word));
  const fold = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");  // digits may be typed in full width
  const wordsOf = input => input.value.split(/\s+/).map(fold).filter(Boolean);
  const share = value => { const text = (100 * value).toFixed(1); return value && Number(text) === 0 ? (value > 0 ? "<0.1%" : ">-0.1%") : `${text}%`; };

  // ---- choosing an item
  const texts = data.items.map(item => fold(`${item[1]} ${item[2]}`));
  const order = data.items.map((_, item) => item).sort((a, b) => data.items[b][3] - data.items[a][3] || a - b);
  const find = () => {
    const words = wordsOf(at("q")), view = at("view").value;
    const hits = order.filter(item => matches(texts[item], words) && (view === "" || data.items[item][0] === Number(view)));
    at("found").replaceChildren(...hits.slice(0, FOUND).map(item => {
      const button = make("button", make("span", nameOf(data.items[item])), { type: "button" });
      button.append(make("small", `${data.views[data.items[item][0]].label}，${data.items[item][3]} 份文件`));
      if (item === state.item) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => { location.hash = String(hashOf(item)); });
      return make("li", button);
    }));
    if (hits.length > FOUND) at("found").append(make("li", make("small", `　另有 ${hits.length - FOUND} 项，请再输入几个字`)));
    if (!hits.length) at("found").append(make("li", make("small", "　没有找到这个科目")));
  };
  const hashOf = item => encodeURIComponent(keyOf(item));
  const keyOf = item => [data.views[data.items[item][0]].label, data.items[item][1], data.items[item][2]].join("|");
  const byKey = new Map(data.items.map((_, item) => [keyOf(item), item]));
  const followed = () => { try { return byKey.get(decodeURIComponent(location.hash.slice(1))); } catch { return undefined; } };

  const choose = async item => {
    let cells;
    try { cells = await cellsOf(item); } catch (error) { at("count").textContent = `未能读取 ${error.message}：请把它与本页放在同一文件夹。`; at("shown").hidden = false; return; }
    const view = data.views[data.items[item][0]];
    Object.assign(state, { item, view, column: 1, up: false, limit: SHOWN });
    state.all = cells.map(([document, line, isPrinted, ...amounts]) => {
      const [id, department, level, region, field, year, kind, hasPage] = data.documents[document];
      const total = view.totals[document], note = [data.notes[view.notes[document]] ?? "", isPrinted ? "" : "含推定或拼接的行"].filter(Boolean).join("；");
      return { id, department, level, region, field, year, kind, amounts, line, note, share: total && amounts[0] !== null ? amounts[0] / total : null, link: hasPage ? `sources/${encodeURIComponent(id)}.html#L${line}` : "", text: fold([department, year, level, region, field, kind].join("")) };
    });
    for (const key of ["level", "year", "field", "kind"]) options(at(key), state.all.map(row => row[key]));
    at("who").value = "";
    at("name").textContent = nameOf(data.items[item]);
    const listed = new Set(cells.map(cell => cell[0])), without = view.documents.filter(document => !listed.has(document));
    const named = without.slice(0, 30).map(document => `${data.documents[document][1]} ${data.documents[document][5]}年`);
    at("missing").textContent = without.length ? `有该表而未列此项的文件 ${without.length} 份（未列不等于 0）：${named.join("、")}${without.length > named.length ? " 等" : ""}。` : "";
    at("shown").hidden = false; at("hint").hidden = true;
    head(); show(); find();
  };

  // ---- the table
  const columns = () => [
    { label: "部门", value: row => row.department, words: true }, ...state.view.amounts.map((label, number) => ({ label: `${label}`, value: row => row.amounts[number], text: printed, amount: true, late: number > 0 })),
    ...(Object.keys(state.view.totals).length ? [{ label: "占本表合计", value: row => row.share, text: value => value === null ? "—" : share(value), share: true, late: true }] : []),
    { label: "年度", value: row => row.year }, { label: "提示", value: row => row.note, words: true, late: true },
  ];
  const head = () => {
    const row = make("tr");
    columns().forEach((column, number) => {
      const cell = make("th", undefined, { scope: "col", className: `${column.amount || column.share ? "n" : ""}${column.late ? " late" : ""}` });
      cell.setAttribute("aria-sort", number === state.column ? (state.up ? "ascending" : "descending") : "none");
      const button = make("button", column.label, { type: "button" });
      button.addEventListener("click", () => { state.up = state.column === number ? !state.up : !!column.words; state.column = number; head(); show(); at("t").tHead.rows[0].cells[number].firstChild.focus(); });
      cell.append(button); row.append(cell);
    });
    at("t").tHead.replaceChildren(row);
  };
  const select = () => {
    const words = wordsOf(at("who")), chosen = ["level", "year", "field", "kind"].map(key => [key, at(key).value]).filter(pair => pair[1]);
    const value = columns()[state.column].value, sign = state.up ? 1 : -1;
    const empty = row => [null, undefined, ""].includes(value(row));
    const compare = (a, b) => empty(a) - empty(b) || sign * (typeof value(a) === "string" ? value(a).localeCompare(value(b), "zh-CN") : value(a) - value(b));
    return state.all.filter(row => matches(row.text, words) && chosen.every(([key, wanted]) => String(row[key]) === wanted)).sort(compare);
  };
  const show = () => {
    state.rows = select();
    const scale = Math.max(1, ...state.rows.map(row => Math.abs(row.amounts[0] ?? 0)));
    at("t").tBodies[0].replaceChildren(...state.rows.slice(0, state.limit).map(row => draw(row, scale)));
    at("count").textContent = state.rows.length === state.all.length ? `${state.all.length} 份文件列有此项` : `所示 ${state.rows.length} 份，共 ${state.all.length} 份文件列有此项`;
    at("caption").textContent = `${state.view.label}，单位：万元；点击年度打开原文`;
    const rest = state.rows.length - state.limit;
    at("more").hidden = rest <= 0; at("more").textContent = `再显示 ${Math.min(rest, SHOWN)} 行（其余 ${rest} 行）`;
  };
  // where the screen is too narrow for all columns, what they say stands below the first amount
  const besides = row => [
    ...columns().filter((column, number) => number > 1 && column.text && ![null, undefined].includes(column.value(row))).map(column => make("small", `${column.label} ${column.text(column.value(row))}`, { className: "early" })),
    ...(row.note ? [make("small", row.note, { className: "note early" })] : []),
  ];
  const draw = (row, scale) => {
    const line = make("tr"), who = make("th", row.department, { scope: "row" });
    who.append(make("small", [row.level, row.region, row.field, row.kind].filter(Boolean).join("　"))); line.append(who);
    columns().slice(1).forEach((column, number) => {
      const value = column.value(row), cell = make("td", undefined, { className: `${column.amount || column.share ? "n" : ""}${column.late ? " late" : ""}` });
      if (column.amount) { cell.append(column.text(value)); if (number === 0 && value !== null) cell.append(make("i", "", { className: "bar", style: `width:${(100 * Math.abs(value) / scale).toFixed(2)}%` })); if (number === 0) cell.append(...besides(row)); }
      else if (column.share) cell.append(column.text(value));
      else if (column.label === "年度" && row.link) { const link = make("a", `${row.year}年`, { href: row.link }); link.setAttribute("aria-label", `${row.department}${row.year}年，原文第 ${row.line} 行`); cell.append(link); }
      else cell.append(column.label === "年度" ? `${value}年` : value);
      line.append(cell);
    });
    return line;
  };

  // ---- downloads: what is shown, all of it, in the order shown
  const sheet = () => {
    const rest = columns().filter(column => column.text), [, code, name] = data.items[state.item];
    const figure = (column, row) => column.amount ? exact(column.value(row)) : column.value(row) === null ? "" : (100 * column.value(row)).toFixed(6);
    const header = [state.view.code, "科目或项目", "部门", "层级", "地区", "领域", "年度", "文件类别", ...rest.map(column => `${column.label}（${column.amount ? "万元" : "%"}）`), "提示", "公开表", "文件编号", "原文行号"];
    const rows = state.rows.map(row => [code, name, row.department, row.level, row.region, row.field, { number: String(row.year) }, row.kind, ...rest.map(column => ({ number: figure(column, row) })), row.note, state.view.label, row.id, { number: String(row.line) }]);
    return [header, ...rows];
  };
  const save = (bytes, type, ending) => {
    const link = make("a", "", { href: URL.createObjectURL(new Blob([bytes], { type })), download: `${nameOf(data.items[state.item])}.${ending}`.replace(/[\\/:*?"<>|]/g, "_") });
    document.body.append(link); link.click(); link.remove(); setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  // a code stays text in a spreadsheet that opens the file by a double click
  const field = value => { const text = typeof value === "object" ? value.number : /^\d+$/.test(value) ? `="${value}"` : /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value; return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; };
  at("csv").addEventListener("click", () => save("\ufeff" + sheet().map(row => row.map(field).join(",")).join("\n") + "\n", "text/csv;charset=utf-8", "csv"));
  at("xlsx").addEventListener("click", () => save(workbook(sheet()), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"));

  const escape = text => String(text).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const letter = number => (number >= 26 ? letter(Math.floor(number / 26) - 1) : "") + String.fromCharCode(65 + number % 26);
  const workbook = rows => {
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", pack = "http://schemas.openxmlformats.org/package/2006";
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', last = `${letter(rows[0].length - 1)}${rows.length}`;
    const cell = (value, column, row) => typeof value === "object" ? (value.number === "" ? "" : `<c r="${letter(column)}${row}" s="${/\./.test(value.number) ? 1 : 0}"><v>${value.number}</v></c>`) : value === "" ? "" : `<c r="${letter(column)}${row}" s="${row === 1 ? 3 : 2}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
    const width = column => Math.min(60, Math.max(...rows.slice(0, 500).map(row => [...(typeof row[column] === "object" ? row[column].number : row[column])].reduce((sum, one) => sum + (one > "\u2e80" ? 2 : 1), 0))) + 4);
    const sheetXml = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${rows[0].map((_, column) => `<col min="${column + 1}" max="${column + 1}" width="${width(column)}" customWidth="1"/>`).join("")}</cols><sheetData>${rows.map((row, number) => `<row r="${number + 1}">${row.map((value, column) => cell(value, column, number + 1)).join("")}</row>`).join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`;
    return zip({
      "[Content_Types].xml": `${head}<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
      "_rels/.rels": `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="查询结果" sheetId="1" r:id="r1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">查询结果!$A$1:$${last.replace(/\d+$/, "")}$${rows.length}</definedName></definedNames></workbook>`,
      "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.000000"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
      "xl/worksheets/sheet1.xml": sheetXml,
    });
  };
  // a zip file without compression: local headers, directory, end
  const zip = files => {
    const encoder = new TextEncoder(), table = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
    const crc = bytes => { let sum = ~0; for (const byte of bytes) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8); return ~sum >>> 0; };
    const numbers = (...pairs) => { const view = new DataView(new ArrayBuffer(pairs.reduce((sum, pair) => sum + pair[0], 0))); let place = 0; for (const [size, value] of pairs) { size === 2 ? view.setUint16(place, value, true) : view.setUint32(place, value, true); place += size; } return new Uint8Array(view.buffer); };
    const chunks = [], directory = []; let place = 0;
    for (const [path, text] of Object.entries(files)) {
      const name = encoder.encode(path), bytes = encoder.encode(text);
      const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
      directory.push(numbers([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, place]), name);
      const local = numbers([4, 0x04034b50], ...common);
      chunks.push(local, name, bytes); place += local.length + name.length + bytes.length;
    }
    const size = directory.reduce((sum, chunk) => sum + chunk.length, 0), count = Object.keys(files).length;
    const whole = [...chunks, ...directory, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, place], [2, 0])];
    const bytes = new Uint8Array(whole.reduce((sum, chunk) => sum + chunk.length, 0)); let offset = 0;
    for (const chunk of whole) { bytes.set(chunk, offset); offset += chunk.length; }
    return bytes;
  };

  // ---- what moves
  data.views.forEach((view, number) => at("view").append(make("option", view.label, { value: number })));
  at("q").addEventListener("input", find); at("view").addEventListener("change", find);
  const again = () => { state.limit = SHOWN; show(); };
  at("who").addEventListener("input", again); for (const key of ["level", "year", "field", "kind"]) at(key).addEventListener("change", again);
  at("more").addEventListener("click", () => { state.limit += SHOWN; show(); });
  for (const form of ["controls", "filters"]) at(form).addEventListener("submit", event => event.preventDefault());
  const follow = () => { const item = followed(); if (item !== undefined) choose(item).then(() => at("name").focus({ preventScroll: false })); };
  addEventListener("hashchange", follow);
  at("controls").hidden = at("hint").hidden = false; find(); follow();
})();
