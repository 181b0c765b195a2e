"use strict";
// All that came from messages is put in with textContent: none of it is ever read as a page.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  const family = document.getElementById("family");
  const svgSpace = "http://www.w3.org/2000/svg";
  let person = "";

  const el = (name, attrs = {}, ...children) => {
    const e = document.createElement(name);
    for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
    e.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return e;
  };
  const svg = (name, attrs = {}, ...children) => {
    const e = document.createElementNS(svgSpace, name);
    for (const [k, v] of Object.entries(attrs)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  const number = (n) => n.toLocaleString("en-US");
  const plural = (n, one) => number(n) + " " + one + (n === 1 ? "" : "s");
  const times = (n) => (n === 1 ? "once" : number(n) + " times");
  const known = (name) => (name === data.me && name ? name + " (you)" : name);
  const few = 30; // below so many messages a rate says little

  // The 95 % interval of a share (Wilson).
  const wilson = (k, n) => {
    if (!n) return [0, 1];
    const z = 1.96, p = k / n, c = p + (z * z) / (2 * n), s = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n)), d = 1 + (z * z) / n;
    return [Math.max(0, (c - s) / d), Math.min(1, (c + s) / d)];
  };
  const percent = (v, high) => (100 * v).toFixed(high < 0.1 ? 1 : 0);
  const rate = (k, n) => {
    if (!n) return "none";
    const [low, high] = wilson(k, n);
    return ((100 * k) / n).toFixed(1) + " in 100 (likely " + percent(low, high) + " to " + percent(high, high) + (n < few ? ", of only " + n : "") + ")";
  };
  const sum = (list, f) => list.reduce((n, x) => n + f(x), 0);

  const tries = {};
  const section = (title, strategy, ...children) => {
    const box = el("section", { "aria-label": title }, el("h2", {}, title));
    const s = data.strategies[strategy];
    if (s) {
      const list = s.try || [];
      const shown = (tries[strategy] = (tries[strategy] ?? -1) + 1);
      box.append(el("p", { class: "strategy" }, s.title + ". ", list.length ? "Try: " : null, list.length ? el("q", {}, list[shown % list.length]) : null));
    }
    box.append(...children.filter(Boolean));
    return box;
  };

  const oneFile = (data.files || []).length <= 1;
  const where = (r) => (r.file && !oneFile ? r.file + ":" : "line ") + r.line + (r.time ? " · " + r.time : "");
  const tag = (r) => ((r.rules || []).length ? [...new Set(r.rules.map((id) => id.split("/")[0]))].join(", ") : "");
  const better = (r) => (r.try ? el("span", { class: "try" }, el("b", {}, "Instead: "), r.try) : null);
  const refItem = (r) => el("li", {},
    r.about ? el("span", { class: "about" }, known(r.about.speaker) + ": ", r.about.text || where(r.about)) : null,
    el("strong", {}, known(r.speaker)), r.text ? ": " + r.text : "", better(r), el("span", { class: "where" }, where(r)));
  const matches = (r) => (!person || r.speaker === person || (r.about && r.about.speaker === person)) &&
    (!family.value || (r.rules || []).some((id) => id.startsWith(family.value + "/")));
  const refs = (list, all) => {
    const met = new Set();
    const shown = (list || []).filter((r) => matches(r) && !met.has(where(r)) && met.add(where(r)));
    if (!shown.length) return null;
    const note = all && all > shown.length ? plural(shown.length, "message") + " of " + number(all) : plural(shown.length, "message");
    return el("details", {}, el("summary", {}, "Read " + note + " behind it"), el("ul", { class: "refs" }, ...shown.map(refItem)));
  };

  // share is one bar of parts, and a key that says the same in words.
  const share = (parts) => {
    const total = sum(parts, (p) => p[1]);
    if (!total) return null;
    const bar = el("div", { class: "share", "aria-hidden": "true" });
    const key = el("ul", { class: "key" });
    for (const [name, n, color] of parts) {
      if (!n) continue;
      const piece = el("i", { class: color });
      piece.style.flexGrow = n;
      bar.append(piece);
      key.append(el("li", {}, el("span", { class: "dot " + color, "aria-hidden": "true" }), name + " " + number(n)));
    }
    return el("div", {}, bar, key);
  };

  // rates is a list of shares: each with a mark where it is, and a bar as wide as it is unsure.
  const rates = (rows, color) => {
    if (!rows.length) return null;
    const most = Math.max(0.01, ...rows.map(([, k, n]) => wilson(k, n)[1]));
    const list = el("dl", { class: "rates" });
    for (const [name, k, n, c] of rows) {
      const [low, high] = wilson(k, n), x = (v) => 2 + (96 * v) / most, s = "s-" + (c || color);
      list.append(el("dt", {}, name), el("dd", { "aria-hidden": "true" }, svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none" },
        svg("line", { class: "rail", x1: 0, x2: 100, y1: 5, y2: 5, "vector-effect": "non-scaling-stroke" }),
        svg("line", { class: "range " + s, x1: x(low), x2: x(high), y1: 5, y2: 5, "vector-effect": "non-scaling-stroke" }),
        svg("line", { class: "at " + s, x1: x(k / Math.max(n, 1)), x2: x(k / Math.max(n, 1)) + 0.01, y1: 5, y2: 5, "vector-effect": "non-scaling-stroke" }))),
        el("dd", { class: "n", title: rate(k, n) }, ((100 * k) / Math.max(n, 1)).toFixed(1), el("span", { class: "visually-hidden" }, " in 100, likely " + percent(low, high) + " to " + percent(high, high))));
    }
    return list;
  };

  const warmFamilies = new Set(data.people.flatMap((p) => Object.keys(p.strengths || {})));
  const chosen = () => data.people.filter((p) => !person || p.name === person);

  const timeline = () => {
    const buckets = data.timeline || [];
    if (buckets.length < 4) return null;
    const part = (b) => {
      const s = { messages: 0, hurt: 0, warm: 0 };
      for (const [name, p] of Object.entries(b.by)) {
        if (person && name !== person) continue;
        s.messages += p.messages;
        if (family.value) {
          const n = (p.families || {})[family.value] || 0;
          if (warmFamilies.has(family.value)) s.warm += n; else s.hurt += n;
        } else { s.hurt += p.flagged_messages; s.warm += p.warm_messages; }
      }
      return s;
    };
    const parts = buckets.map(part);
    const of = (n, p) => (p.messages ? n / p.messages : 0);
    const most = Math.max(0.02, ...parts.map((p) => Math.max(of(p.hurt, p), of(p.warm, p))));
    const w = 1000 / parts.length;
    const days = (b) => (b.from ? (b.from === b.to ? b.from : b.from + " – " + b.to) : "");
    const rest = [el("span", { class: "warm" }, "Up: words that build trust. "), el("span", { class: "hurt" }, "Down: words that may hurt."), data.timeline_by_time ? " Each bar stands for as long a time." : " Each bar stands for about as many messages; a date stands where it begins."];
    const caption = el("figcaption", {}, ...rest);
    const picture = svg("svg", { class: "time", viewBox: "0 0 1000 200", preserveAspectRatio: "none", role: "img", "aria-label": "Over time, the share of messages that build trust, upward, and that may hurt, downward. The table below says the same." });
    parts.forEach((p, i) => {
      const up = (94 * of(p.warm, p)) / most, down = (94 * of(p.hurt, p)) / most;
      const g = svg("g", { class: "slot" }, svg("rect", { class: "hit", x: i * w, y: 0, width: w, height: 200 }),
        svg("rect", { class: "w", x: i * w + w * 0.1, y: 99 - up, width: w * 0.8, height: up }), svg("rect", { class: "h", x: i * w + w * 0.1, y: 101, width: w * 0.8, height: down }));
      g.addEventListener("pointerenter", () => { caption.textContent = days(buckets[i]) + ": " + plural(p.messages, "message") + ", " + p.warm + " build trust, " + p.hurt + " may hurt"; });
      picture.append(g);
    });
    picture.addEventListener("pointerleave", () => caption.replaceChildren(...rest));
    picture.append(svg("line", { class: "axis", x1: 0, x2: 1000, y1: 100, y2: 100, "vector-effect": "non-scaling-stroke" }));
    // quiet is how many days a bar, or the time before it, takes up, where that is long beside the others.
    const between = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 864e5) || 0;
    const stretch = buckets.map((b, i) => Math.max(between(b.from, b.to), i ? between(buckets[i - 1].to, b.from) : 0));
    const usual = [...stretch].sort((a, b) => a - b)[stretch.length >> 1];
    const quiet = stretch.map((n) => (!data.timeline_by_time && n >= 14 && n >= 4 * usual ? n : 0));
    quiet.forEach((n, i) => { if (n) picture.append(svg("line", { class: "quiet", x1: (i + 0.5) * w, x2: (i + 0.5) * w, y1: 0, y2: 200, "vector-effect": "non-scaling-stroke" })); });
    if (quiet.some(Boolean)) rest.push(" At a dashed line little or nothing was written for two weeks or more (the longest: " + plural(Math.max(...quiet), "day") + ").");
    caption.replaceChildren(...rest);
    // A date stands under the bar that it begins, as far as there is room.
    const axis = el("div", { class: "days", "aria-hidden": "true" });
    if (buckets[0].from) {
      const last = buckets.length - 1;
      const span = (Date.parse(buckets[last].to) - Date.parse(buckets[0].from)) / 864e5;
      const unit = (b) => (b.from || "").slice(0, span > 1100 ? 4 : span > 60 ? 7 : 10);
      const narrow = window.innerWidth < 640;
      let free = 0;
      buckets.forEach((b, i) => {
        const x = (100 * i) / buckets.length;
        if (!b.from || x < free || x > (narrow ? 66 : 78) || (i > 0 && unit(b) === unit(buckets[i - 1]))) return;
        const mark = el("span", {}, i > 0 ? unit(b) : b.from);
        mark.style.left = x + "%";
        axis.append(mark);
        free = x + (narrow ? 20 : 12);
      });
      axis.append(el("span", { class: "end" }, buckets[last].to));
    }
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...["From", "To", "Messages", "Build trust", "May hurt"].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, ...parts.map((p, i) => el("tr", {}, ...[buckets[i].from || "–", buckets[i].to || "–", p.messages, p.warm, p.hurt].map((v) => el("td", {}, String(v)))))));
    return section("Over time", "consistency", el("figure", {}, picture, axis, caption), el("details", { class: "table" }, el("summary", {}, "The same as a table"), el("div", { class: "scroll", tabindex: "0" }, table)));
  };

  const counts = (map) => Object.entries(map || {}).filter(([f]) => !family.value || f === family.value).sort((a, b) => b[1].n - a[1].n);

  const people = () => {
    const list = chosen(), words = sum(data.people, (p) => p.words), color = (p) => data.people.indexOf(p) % 6;
    const box = section("Who wrote what", "listen");
    if (!person) {
      const bar = share(data.people.slice(0, 12).map((p) => [known(p.name) + ", " + Math.round((100 * p.words) / Math.max(words, 1)) + "% of the words, messages:", p.messages, "c" + color(p)]));
      if (bar) box.append(bar);
    }
    box.append(el("p", { class: "soft" }, "Numbers are of 100 messages. A pale bar shows how sure one is: the wider, the less."));
    const grid = el("div", { class: "people" });
    for (const p of list.slice(0, 12)) {
      const all = [...counts(p.flags).map(([f, c]) => [f, c, "hurt"]), ...counts(p.strengths).map(([f, c]) => [f, c, "warm"])];
      grid.append(el("div", {},
        el("div", { class: "who" }, el("span", { class: "face c" + color(p), "aria-hidden": "true" }, [...p.name][0] || "?"), el("h3", {}, known(p.name))),
        el("p", { class: "soft" }, plural(p.messages, "message") + ", " + plural(p.words, "word") + (p.starts ? ", began " + plural(p.starts, "talk") : "") + (p.open_questions ? ", " + plural(p.open_questions, "open question") : "") + (p.messages < few ? ". That is few: a hint, not a measure." : ".")),
        rates([["may hurt", p.flagged_messages, p.messages, "hurt"], ["builds trust", p.warm_messages, p.messages, "warm"]]),
        p.flagged_messages ? el("p", { class: "soft" }, "For each message that may hurt, " + (p.warm_messages / p.flagged_messages).toFixed(1) + " that build trust.") : null,
        rates(all.map(([f, c, k]) => [f, c.n, p.messages, k])),
        refs(all.flatMap(([, c]) => c.refs || []), sum(all, ([, c]) => c.n))));
    }
    box.append(grid);
    if (list.length > 12) box.append(el("p", { class: "soft" }, "and " + (list.length - 12) + " more; choose one above."));
    return box;
  };

  const kinds = (a) => [["understanding", a.understood, "f-warm"], ["a question", a.asked, "f-asked"], ["advice", a.advice, "f-advice"], ["words that may hurt", a.dismissed, "f-hurt"],
    ["another subject", a.elsewhere, "f-away"], ["other words", a.other, "f-none"], ["nothing in a day", a.nothing, "f-silent"]];
  const feelings = () => {
    const total = sum(kinds(data.shared_feelings), (k) => k[1].n);
    if (!total) return null;
    const box = section("When somebody shared a feeling", "listen", person ? null : el("p", {}, "It happened " + times(total) + ". This came back:"), person ? null : share(kinds(data.shared_feelings).map(([n, c, f]) => [n, c.n, f])));
    let shown = !person;
    for (const p of chosen()) {
      const bar = share(kinds(p.answers).map(([n, c, f]) => [n, c.n, f]));
      if (!bar) continue;
      shown = true;
      box.append(el("div", { class: "pair" }, el("p", {}, el("strong", {}, known(p.name)), " answered with"), bar));
    }
    if (!shown) return null;
    const behind = refs(kinds(data.shared_feelings).flatMap((k) => k[1].refs || []), person ? 0 : total);
    if (behind) box.append(behind);
    return box;
  };

  const replies = () => {
    const list = (data.replies || []).filter((r) => r.what !== "feeling" && (!person || r.from === person || r.to === person)).slice(0, 12).sort((a, b) => a.what.localeCompare(b.what));
    if (!list.length) return null;
    const box = section("Who answers what", "curiosity", el("p", { class: "soft" }, "What one person’s next words held, after the other’s."));
    const grid = el("div", { class: "pairs" });
    box.append(grid);
    for (const r of list) {
      grid.append(el("div", { class: "pair" },
        el("p", {}, "After ", el("strong", {}, known(r.from)), r.what === "hurt" ? " said what may hurt, " : " said what builds trust, ", el("strong", {}, known(r.to)), " answered"),
        share([["builds trust", r.warm.n, "f-warm"], ["both", r.both.n, "f-both"], ["may hurt", r.hurt.n, "f-hurt"], ["neither", r.other.n, "f-none"]]),
        refs([...(r.hurt.refs || []), ...(r.warm.refs || []), ...(r.both.refs || [])])));
    }
    return box;
  };

  const advice = () => {
    const mine = (c) => (person ? (c.refs || []).filter((r) => r.speaker === person).length : c.n);
    const a = data.advice_asked, b = data.advice_unasked;
    if (!a.n && !b.n) return null;
    const unasked = person ? sum(chosen(), (p) => (p.flags.advice || { n: 0 }).n) : b.n;
    if (!unasked && !mine(a)) return null;
    return section("Advice", "ask-first", share([["asked for", mine(a), "f-warm"], ["not asked for", unasked, "f-advice"]]), refs([...(b.refs || []), ...(a.refs || [])]));
  };

  const repairs = () => {
    const r = data.repairs;
    if (!r.bids.n) return null;
    const lists = [["taken up", r.taken_up, "f-warm"], ["words that may hurt", r.met_with_a_flag, "f-hurt"], ["other words", r.met_otherwise, "f-none"], ["nothing in a day", r.met_with_nothing, "f-silent"]];
    return section("Making up", "repair", el("p", {}, "Somebody reached out to make up " + times(r.bids.n) + ". This came back:"), share(lists.map(([n, c, f]) => [n, c.n, f])), refs(lists.flatMap((l) => l[1].refs || []), r.bids.n));
  };

  const chains = () => {
    const list = (data.chains || []).filter((c) => !person || c.first.speaker === person || c.last.speaker === person);
    if (!data.chain_count || !list.length) return null;
    const ended = (how) => list.filter((c) => c.ended === how).length;
    return section("One hurt after another", "slow-down", el("p", {}, "Words that may hurt were answered by words that may hurt, within ten minutes, " + times(data.chain_count) + ". " + (data.chain_count > list.length ? "The longest " + list.length + " ended by:" : "They ended by:")),
      share([["kind words", ended("kind words"), "f-warm"], ["other words", ended("other words"), "f-none"], ["silence", ended("silence"), "f-silent"]]),
      el("details", {}, el("summary", {}, "Read how they began and ended"), ...list.map((c) => el("div", { class: "pair" }, el("p", {}, plural(c.length, "message") + ", ended by " + c.ended), el("ul", { class: "refs" }, refItem(c.first), refItem(c.last))))));
  };

  const pace = () => {
    const list = chosen(), night = sum(list, (p) => p.night_flags.n), heat = sum(list, (p) => p.heat.n), pushes = data.pushes_after_a_boundary;
    const pushed = person ? (pushes.refs || []).filter((r) => r.speaker === person).length : pushes.n;
    if (!night && !heat && !pushed) return null;
    const item = (n, text, behind) => (n ? el("div", { class: "pair" }, el("p", {}, el("strong", {}, number(n)), " " + text), refs(behind, n)) : null);
    return section("Time and pace", "timing", item(night, "with words that may hurt between 23:00 and 5:00", list.flatMap((p) => p.night_flags.refs || [])),
      item(heat, "times four and more quick messages in a row, with one that may hurt", list.flatMap((p) => p.heat.refs || [])),
      item(pushed, "pushing on after somebody asked for time or set a limit", pushes.refs));
  };

  const promises = () => {
    const list = (data.promises || []).filter((p) => !person || p.speaker === person);
    if (!list.length) return null;
    const items = list.slice(-30).map((p) => {
      const item = refItem(p);
      item.append(el("span", { class: p.later ? "warm" : "soft" }, p.later ? "✓ " + known(p.later.speaker) + " came back to it: " + (p.later.text || "") + " (" + where(p.later) + ")" : "No later word about it was found."));
      return item;
    });
    return section("Promises", "consistency", person ? null : el("p", {}, plural(data.promised.n, "promise") + "; a later word refers to " + data.promised.with_a_later_word + " of them." + (data.promised.n > items.length ? " The latest " + items.length + ":" : "")),
      items.length > 6 ? el("details", {}, el("summary", {}, "Read them"), el("ul", { class: "refs" }, ...items)) : el("ul", { class: "refs" }, ...items));
  };

  const thirds = () => {
    const a = data.first_third, b = data.last_third;
    if (!a || !b || person) return null;
    const verdict = (k1, k2) => {
      const [l1, h1] = wilson(k1, a.messages), [l2, h2] = wilson(k2, b.messages);
      return h1 < l2 ? "That is more." : h2 < l1 ? "That is less." : "No clear change.";
    };
    const row = (name, k1, k2, color) => el("div", { class: "pair" }, el("p", {}, el("strong", {}, name), " " + verdict(k1, k2)),
      rates([["first third", k1, a.messages], ["last third", k2, b.messages]], color));
    const list = (data.changes || []).filter((c) => !family.value || c.family === family.value).slice(0, family.value ? 1 : 4);
    return section("From the first third to the last", "consistency",
      family.value ? null : row("May hurt.", a.flagged_messages, b.flagged_messages, "hurt"), family.value ? null : row("Builds trust.", a.warm_messages, b.warm_messages, "warm"),
      ...list.map((c) => row(c.family + ".", c.first, c.last, warmFamilies.has(c.family) ? "warm" : "hurt")));
  };

  const exchanges = (title, strategy, list) => {
    const shown = (list || []).filter((e) => e.messages.some(matches));
    if (!shown.length) return null;
    const bubble = (m, first) => {
      const ids = m.rules || [], hurt = ids.some((id) => !warmFamilies.has(id.split("/")[0])), kind = ids.length ? (hurt ? "is-hurt" : "is-warm") : "";
      return el("li", { class: kind + (m.speaker === first ? "" : " right") }, el("strong", {}, known(m.speaker)), kind ? el("span", { class: "tag " + (hurt ? "hurt" : "warm") }, "  " + tag(m)) : null, m.text ? el("div", {}, m.text) : null, better(m), el("span", { class: "where" }, where(m)));
    };
    return section(title, strategy, ...shown.map((e) => el("ol", { class: "talk" }, ...e.messages.map((m) => bubble(m, e.messages[0].speaker)))));
  };

  const care = () => (data.care && data.care.n ? (() => {
    const box = el("section", { "aria-label": "If somebody is in danger" }, el("h2", {}, "If somebody is in danger"), el("p", {}, plural(data.care.n, "message") + " may point at danger. Coach doesn’t weigh or edit such words. You don’t have to carry this alone: coach check shows where to find help."));
    const behind = refs(data.care.refs, data.care.n);
    if (behind) box.append(behind);
    return box;
  })() : null);

  const draw = () => {
    for (const k of Object.keys(tries)) delete tries[k];
    const parts = [timeline(), people(), exchanges("The warmest moments", "honesty", data.best), exchanges("The hardest moments", "slow-down", data.hardest), feelings(), replies(), advice(), repairs(), chains(), pace(), promises(), thirds(), care()].filter(Boolean);
    main.replaceChildren(...parts);
    document.getElementById("shown").textContent = "Showing " + (person ? known(person) : "everyone") + (family.value ? ", " + family.value : "") + ": " + parts.length + " sections";
  };

  const glance = () => {
    const flagged = sum(data.people, (p) => p.flagged_messages), warm = sum(data.people, (p) => p.warm_messages), n = data.messages;
    const tile = (big, color, ...lines) => el("div", { class: "tile" }, el("b", { class: color }, big), ...lines.map((l) => el("span", {}, l)));
    const sure = (k) => { const [low, high] = wilson(k, n); return "likely " + percent(low, high) + " to " + percent(high, high); };
    document.getElementById("glance").append(
      tile(number(n), "", "messages" + (data.notices + data.media ? "; not counted: " + [data.notices ? plural(data.notices, "notice") : "", data.media ? number(data.media) + " without words" : ""].filter(Boolean).join(", ") : "")),
      tile(((100 * warm) / n).toFixed(1), "warm", "of 100 messages build trust", sure(warm)),
      tile(((100 * flagged) / n).toFixed(1), "hurt", "of 100 messages may hurt", sure(flagged)),
      flagged ? tile((warm / flagged).toFixed(1), "", "that build trust for each that may hurt") : "");
  };

  document.getElementById("summary").textContent = plural(data.people.length, "person").replace("persons", "people") + (data.conversations > 1 ? " in " + number(data.conversations) + " conversations" : "") +
    (data.from ? ", " + data.from + " to " + data.to : "") + ((data.files || []).length === 1 ? ", in " + data.files[0] : "") + "." + (data.messages < few ? " That is few: take every rate below as a hint, not as a measure." : "");
  glance();
  const choose = (value, label) => {
    const input = el("input", { type: "radio", name: "person", value: value });
    input.checked = value === "";
    input.addEventListener("change", () => { person = value; draw(); });
    document.getElementById("people").append(el("label", { class: "chip" }, input, el("span", {}, label)));
  };
  choose("", "everyone");
  for (const p of data.people.slice(0, 40)) choose(p.name, known(p.name));
  const families = new Set(data.people.flatMap((p) => [...Object.keys(p.flags || {}), ...Object.keys(p.strengths || {})]));
  for (const f of [...families].sort()) family.append(el("option", { value: f }, f));
  family.addEventListener("change", draw);
  document.getElementById("filters").addEventListener("submit", (e) => e.preventDefault());
  const theme = document.getElementById("theme"), root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const label = () => { theme.textContent = dark() ? "Light" : "Dark"; theme.setAttribute("aria-pressed", String(dark())); };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; label(); });
  label();
  // On paper nothing can be opened any more.
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open]):not(.table)")]; for (const d of opened) d.open = true; });
  addEventListener("afterprint", () => { for (const d of opened) d.open = false; });
  draw();
})();
