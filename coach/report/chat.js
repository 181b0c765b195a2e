"use strict";
// All that came from messages is put in with textContent: none of it is ever read as a page.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const person = document.getElementById("person");
  const family = document.getElementById("family");
  const svgSpace = "http://www.w3.org/2000/svg";

  const el = (name, attrs = {}, ...children) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
    e.append(...children.filter((c) => c !== null && c !== undefined));
    return e;
  };
  const svg = (name, attrs = {}, ...children) => {
    const e = document.createElementNS(svgSpace, name);
    for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  const times = (n) => (n === 1 ? "once" : n + " times");

  const section = (title, strategy, ...children) => {
    const s = data.strategies[strategy];
    const box = el("section", { "aria-label": title }, el("h2", {}, title));
    if (s) box.append(el("p", { class: "strategy" }, s.title + "." + (s.try ? " Try: “" + s.try + "”" : "")));
    box.append(...children.filter(Boolean));
    return box;
  };

  const where = (r) => r.file + ":" + r.line + (r.time ? " · " + r.time : "");
  const refItem = (r, kind) =>
    el("li", kind ? { class: kind } : {}, el("strong", {}, r.speaker), r.text ? " " + r.text : "",
      r.try ? el("span", { class: "try" }, "Try: " + r.try) : null, " ", el("span", { class: "where" }, where(r)));
  const matches = (r) => (!person.value || r.speaker === person.value) &&
    (!family.value || (r.rules || []).some((id) => id.startsWith(family.value + "/")));
  const refs = (list) => {
    const shown = (list || []).filter(matches);
    if (!shown.length) return null;
    return el("details", {}, el("summary", {}, "The messages behind it (" + shown.length + " shown)"), el("ul", { class: "refs" }, ...shown.map((r) => refItem(r))));
  };

  // bars is a list of numbers with a picture of each; the number itself is text.
  const bars = (rows, kind) => {
    const most = Math.max(1, ...rows.map((r) => r[1]));
    const list = el("dl", { class: "bars" });
    for (const [name, n] of rows) {
      const width = Math.max(n ? 1 : 0, (100 * n) / most);
      list.append(el("dt", {}, name), el("dd", { "aria-hidden": "true" },
        svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none" }, svg("rect", { class: kind, x: 0, y: 0, width: width, height: 8, rx: 1 }))), el("dd", {}, String(n)));
    }
    return list;
  };

  const wilson = (k, n) => {
    if (!n) return [0, 1];
    const z = 1.96, p = k / n, c = p + (z * z) / (2 * n), s = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    return [Math.max(0, (c - s) / (1 + (z * z) / n)), Math.min(1, (c + s) / (1 + (z * z) / n))];
  };
  const rate = (k, n) => {
    if (!n) return "none";
    const [low, high] = wilson(k, n).map((x) => Math.round(100 * x));
    return (100 * k / n).toFixed(1) + " in 100 (between " + low + " and " + high + ")" + (n < 30 ? ", of only " + n : "");
  };
  const counts = (map) => Object.entries(map || {}).filter(([f]) => !family.value || f === family.value).map(([f, c]) => [f, c.n]).sort((a, b) => b[1] - a[1]);

  const timeline = () => {
    const buckets = data.timeline || [];
    if (buckets.length < 4) return null;
    const part = (b) => {
      const sum = { messages: 0, hurt: 0, warm: 0 };
      for (const [name, p] of Object.entries(b.by)) {
        if (person.value && name !== person.value) continue;
        sum.messages += p.messages;
        if (family.value) {
          const n = (p.families || {})[family.value] || 0;
          if (warmFamilies.has(family.value)) sum.warm += n; else sum.hurt += n;
        } else { sum.hurt += p.flagged_messages; sum.warm += p.warm_messages; }
      }
      return sum;
    };
    const parts = buckets.map(part);
    const share = (n, p) => (p.messages ? n / p.messages : 0);
    const most = Math.max(0.001, ...parts.map((p) => Math.max(share(p.hurt, p), share(p.warm, p))));
    const w = 100 / parts.length;
    const picture = svg("svg", { class: "time", viewBox: "0 0 100 100", preserveAspectRatio: "none", role: "img", "aria-label": "Share of messages that build trust, upward, and that may hurt, downward, over time" });
    parts.forEach((p, i) => {
      const up = (48 * share(p.warm, p)) / most, down = (48 * share(p.hurt, p)) / most;
      const title = svg("title");
      title.textContent = (buckets[i].from || "") + " – " + (buckets[i].to || "") + ": " + p.messages + " messages, " + p.warm + " build trust, " + p.hurt + " may hurt";
      picture.append(svg("g", {}, title, svg("rect", { class: "w", x: i * w, y: 50 - up, width: w * 0.85, height: up }), svg("rect", { class: "h", x: i * w, y: 50, width: w * 0.85, height: down })));
    });
    picture.append(svg("line", { class: "axis", x1: 0, x2: 100, y1: 50, y2: 50, "vector-effect": "non-scaling-stroke" }));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...["from", "to", "messages", "build trust", "may hurt"].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, ...parts.map((p, i) => el("tr", {}, ...[buckets[i].from || "", buckets[i].to || "", p.messages, p.warm, p.hurt].map((v) => el("td", {}, String(v)))))));
    return section("Over time", "consistency",
      el("figure", {}, picture, el("figcaption", {}, "Upward, ", el("span", { class: "warm" }, "words that build trust"), "; downward, ", el("span", { class: "hurt" }, "words that may hurt"),
        ". Each bar is about as many messages. " + (buckets[0].from || "") + " – " + (buckets[buckets.length - 1].to || ""))),
      el("details", {}, el("summary", {}, "The same as a table"), table));
  };

  const warmFamilies = new Set();
  for (const p of data.people) for (const f of Object.keys(p.strengths || {})) warmFamilies.add(f);

  const people = () => {
    const list = data.people.filter((p) => !person.value || p.name === person.value);
    const box = section("Who wrote what", "listen", bars(list.map((p) => [p.name, p.messages]), "w"));
    const grid = el("div", { class: "grid" });
    for (const p of list.slice(0, 12)) {
      grid.append(el("div", {}, el("h3", {}, p.name),
        el("p", { class: "soft" }, "Words that may hurt: " + rate(p.flagged_messages, p.messages) + ". Words that build trust: " + rate(p.warm_messages, p.messages) + "." +
          (p.flagged_messages ? " For each message that may hurt, " + (p.warm_messages / p.flagged_messages).toFixed(1) + " that build trust." : "") +
          (p.open_questions ? " Open questions: " + p.open_questions + "." : "") + (p.starts ? " Began to talk " + times(p.starts) + "." : "")),
        bars(counts(p.flags), "h"), refs(Object.values(p.flags || {}).flatMap((c) => c.refs || [])),
        bars(counts(p.strengths), "w"), refs(Object.values(p.strengths || {}).flatMap((c) => c.refs || []))));
    }
    box.append(grid);
    return box;
  };

  const feelings = () => {
    const a = data.shared_feelings;
    const rows = [["understanding", a.understood], ["a question", a.asked], ["advice", a.advice], ["words that hurt", a.dismissed], ["another subject", a.elsewhere], ["other words", a.other], ["nothing in a day", a.nothing]];
    const total = rows.reduce((n, r) => n + r[1].n, 0);
    if (!total) return null;
    return section("When somebody shared a feeling", "listen", el("p", {}, "It happened " + times(total) + ". What came back:"),
      bars(rows.map(([n, c]) => [n, c.n]), "w"), refs(rows.flatMap((r) => r[1].refs || [])));
  };

  const plain = (title, strategy, n, sentence, list) => (n ? section(title, strategy, el("p", {}, sentence), refs(list)) : null);

  const exchanges = (title, strategy, list) => {
    const shown = (list || []).filter((e) => e.messages.some(matches));
    if (!shown.length) return null;
    return section(title, strategy, ...shown.map((e) => el("ol", { class: "talk" }, ...e.messages.map((m) => {
      const ids = m.rules || [];
      return refItem(m, m.try || ids.some((id) => !warmFamilies.has(id.split("/")[0])) ? "is-hurt" : ids.length ? "is-warm" : "");
    }))));
  };

  const promises = () => {
    const list = (data.promises || []).filter((p) => !person.value || p.speaker === person.value);
    if (!list.length) return null;
    return section("Promises", "consistency", el("ul", { class: "refs" }, ...list.slice(0, 30).map((p) => {
      const item = refItem(p);
      item.append(el("span", { class: "soft" }, p.later ? " Later: " + where(p.later) : " No later word about it was found."));
      return item;
    })));
  };

  const thirds = () => {
    const a = data.first_third, b = data.last_third;
    if (!a || !b) return null;
    const verdict = (k1, n1, k2, n2) => {
      const [l1, h1] = wilson(k1, n1), [l2, h2] = wilson(k2, n2);
      return h1 < l2 ? "That is more." : h2 < l1 ? "That is less." : "No clear change.";
    };
    return section("From the first third to the last", "consistency",
      el("p", {}, "May hurt: " + rate(a.flagged_messages, a.messages) + ", then " + rate(b.flagged_messages, b.messages) + ". " + verdict(a.flagged_messages, a.messages, b.flagged_messages, b.messages)),
      el("p", {}, "Builds trust: " + rate(a.warm_messages, a.messages) + ", then " + rate(b.warm_messages, b.messages) + ". " + verdict(a.warm_messages, a.messages, b.warm_messages, b.messages)));
  };

  const draw = () => {
    const r = data.repairs, night = data.people.flatMap((p) => p.night_flags.refs || []), heat = data.people.flatMap((p) => p.heat.refs || []);
    const nights = data.people.reduce((n, p) => n + p.night_flags.n, 0), heats = data.people.reduce((n, p) => n + p.heat.n, 0);
    main.replaceChildren(...[
      timeline(), people(), feelings(),
      plain("Advice", "ask-first", data.advice_asked.n + data.advice_unasked.n, "Answers to somebody who asked for it: " + data.advice_asked.n + ". Advice nobody had asked for: " + data.advice_unasked.n + ".", data.advice_unasked.refs),
      plain("Making up", "repair", r.bids.n, "Somebody reached out " + times(r.bids.n) + ": taken up " + times(r.taken_up.n) + ", answered with words that hurt " + times(r.met_with_a_flag.n) + ".", [...(r.taken_up.refs || []), ...(r.met_with_a_flag.refs || [])]),
      plain("One hurt after another", "slow-down", data.chain_count, "Hurtful words answered hurtful words within ten minutes " + times(data.chain_count) + ".", (data.chains || []).map((c) => c.first)),
      plain("Time and pace", "timing", nights + heats + data.pushes_after_a_boundary.n, "Hurtful words between 23:00 and 5:00: " + nights + ". Four and more quick messages in a row, with one that may hurt: " + heats + ". Pushing on after somebody asked for time or set a limit: " + data.pushes_after_a_boundary.n + ".", [...(data.pushes_after_a_boundary.refs || []), ...night, ...heat]),
      promises(), thirds(),
      exchanges("The hardest moments", "slow-down", data.hardest), exchanges("The warmest moments", "honesty", data.best),
    ].filter(Boolean));
  };

  document.getElementById("summary").textContent = data.messages + " messages by " + (data.people.length === 1 ? "one person" : data.people.length + " people") +
    (data.from ? ", " + data.from + " to " + data.to : "") + "." + (data.messages < 30 ? " That is few: take every rate below as a hint, not as a measure." : "");
  for (const p of data.people) person.append(el("option", { value: p.name }, p.name));
  const families = new Set(data.people.flatMap((p) => [...Object.keys(p.flags || {}), ...Object.keys(p.strengths || {})]));
  for (const f of [...families].sort()) family.append(el("option", { value: f }, f));
  document.getElementById("filters").addEventListener("change", draw);
  document.getElementById("filters").addEventListener("submit", (e) => e.preventDefault());
  draw();
})();
