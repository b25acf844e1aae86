// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
/*
 * Draws what the table below says: a chart for each unit, with the band from lowest to highest, and
 * asks again for finer data when a person zooms. Times are seconds since 1970, in the unit's zone.
 */
const box = document.getElementById('charts');
const east = Number(box?.dataset.east ?? 0);
const fahrenheit = box?.dataset.fahrenheit === '1';
const whole = box ? [Number(box.dataset.from), Number(box.dataset.to)] : [0, 0];
const dashes = [null, [7, 3], [2, 3], [9, 3, 2, 3]];
// a step is no finer than a second
const NARROWEST = 10;
const POINTS_MOST = 2000;
const WAIT_MS = 250;
const LABEL_PX = 190;
const csv = document.querySelector('a[href^="/api/v1/history.csv"]');

// Its legend sets a style attribute, which our Content-Security-Policy refuses.
const { Dygraph } = window;
if (Dygraph) Dygraph.PLUGINS = Dygraph.PLUGINS.filter((p) => p !== Dygraph.Plugins.Legend);

let charts = [];
let held = null;
let marks = null;
let range = whole;
let asked = 0;

// ------------------------------------------------------------------ words and colours

const pad = (n) => String(n).padStart(2, '0');
const local = (t) => new Date((t + east) * 1000);
const day = (d) => `${d.getUTCFullYear()}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;
const clock = (d) => `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
const moment = (t) => `${day(local(t))} ${clock(local(t))}`;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// what a length in pixels is with the text that this person reads
const scaled = (px) => (px * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16;
const say = (text) => { document.getElementById('say').textContent = text; };
const seconds = (text) => Date.parse(text) / 1000;

const SPANS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
const spanWords = (s) => {
  const [size, word] = SPANS.find(([n]) => s % n === 0);
  return `${s / size} ${word}`;
};

const tick = (date, wide) => {
  const d = local(date.getTime() / 1000);
  if (wide > 3 * 86400) return day(d).slice(5);
  return wide < 600 ? `${clock(d)}:${pad(d.getUTCSeconds())}` : clock(d);
};

// ------------------------------------------------------------------ data

const toShown = (c) => (c.unit === '°C' && fahrenheit ? (v) => (v === null ? null : v * 1.8 + 32) : (v) => v);
const unitOf = (c) => {
  if (c.kind !== 'analog-in') return 'On and off';
  // mains and battery in one chart would be two flat lines
  if (c.role === 'ac-line') return `${c.unit} AC`;
  return c.unit === '°C' && fahrenheit ? '°F' : c.unit;
};

const group = (answer) => {
  const units = new Map();
  answer.channels.forEach((c, i) => {
    const unit = unitOf(c);
    if (!units.has(unit)) units.set(unit, []);
    units.get(unit).push({ ...c, place: i, shown: toShown(c) });
  });
  return units;
};

const rows = (times, list) => times.map((t, k) => [
  new Date(t * 1000),
  ...list.map((c) => (c.mean[k] === null ? [null, null, null] : [c.min[k], c.mean[k], c.max[k]].map(c.shown))),
]);

const fetchJson = async (url) => {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
};

// ------------------------------------------------------------------ what lies under the lines

const hatch = (ctx, area, x0, x1) => {
  ctx.save();
  ctx.strokeStyle = colour('--edge');
  ctx.beginPath();
  ctx.rect(x0, area.y, x1 - x0, area.h);
  ctx.clip();
  for (let x = x0 - area.h; x < x1; x += 6) {
    ctx.beginPath();
    ctx.moveTo(x, area.y + area.h);
    ctx.lineTo(x + area.h, area.y);
    ctx.stroke();
  }
  ctx.restore();
};

const drawOutages = (ctx, area, g) => {
  const end = area.x + area.w;
  for (const o of marks.outages) {
    const x0 = o.from ? Math.max(g.toDomXCoord(seconds(o.from) * 1000), area.x) : area.x;
    const x1 = o.to ? Math.min(g.toDomXCoord(seconds(o.to) * 1000), end) : end;
    if (x1 > x0) hatch(ctx, area, x0, x1);
  }
};

const drawLimits = (ctx, area, g, list) => {
  ctx.save();
  ctx.strokeStyle = colour('--edge');
  ctx.fillStyle = colour('--ink2');
  ctx.font = `${scaled(12)}px sans-serif`;
  ctx.setLineDash([2, 4]);
  for (const [i, c] of list.entries()) {
    for (const [side, word] of [['below', 'under'], ['above', 'over']]) {
      if (c[side] === null) continue;
      const limit = c.shown(c[side]);
      const y = Math.round(g.toDomYCoord(limit)) + 0.5;
      if (y < area.y || y > area.y + area.h) continue;
      ctx.beginPath();
      ctx.moveTo(area.x, y);
      ctx.lineTo(area.x + area.w, y);
      ctx.stroke();
      // beside those of the others, which may be as high
      ctx.fillText(`${c.name} ${word} ${Number(limit.toFixed(3))}`, area.x + 8 + i * scaled(LABEL_PX), y - area.y > scaled(18) ? y - 5 : y + scaled(14));
    }
  }
  ctx.restore();
};

const NUMBERS = { critical: 1, high: 2, medium: 3, low: 4 };
const SIGN_PX = 9;
const drawSign = (ctx, x, y, priority, cleared) => {
  const p = NUMBERS[priority] ?? 4;
  const corners = [0, 8, 3, 4, 24][p];
  ctx.save();
  ctx.translate(x, y);
  ctx.beginPath();
  for (let i = 0; i < corners; i += 1) {
    const turn = (p === 2 || p === 3 ? -Math.PI / 2 : Math.PI / 8) + (i * 2 * Math.PI) / corners;
    ctx.lineTo(SIGN_PX * Math.cos(turn), SIGN_PX * Math.sin(turn));
  }
  ctx.closePath();
  ctx.fillStyle = cleared ? colour('--surface') : colour(`--p${p}`);
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = colour(`--p${p}-ink`);
  ctx.stroke();
  ctx.fillStyle = cleared ? colour(`--p${p}-ink`) : colour(`--p${p}-on`);
  ctx.font = '700 11px sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(String(p), 0, 1);
  ctx.restore();
};

// Filled while it lasts, hollow once it is cleared.
const drawSigns = (ctx, area, g, list) => {
  const raised = marks.marks.filter((m) => m.kind === 'raised' && list.some((c) => c.id === m.channel));
  for (const m of raised) {
    const x = g.toDomXCoord(seconds(m.time) * 1000);
    if (x < area.x || x > area.x + area.w) continue;
    const cleared = marks.marks.some((o) => o.kind === 'cleared' && o.alarm === m.alarm && o.event > m.event);
    // all of it is seen, also at the edge: an alarm of this minute is there
    const inside = Math.min(Math.max(x, area.x + SIGN_PX), area.x + area.w - SIGN_PX - 1);
    drawSign(ctx, inside, area.y + 12, m.priority, cleared);
  }
};

// ------------------------------------------------------------------ charts

const move = (from, to) => {
  const width = Math.min(Math.max(to - from, NARROWEST), whole[1] - whole[0]);
  const start = Math.min(Math.max(from, whole[0]), whole[1] - width);
  range = [Math.floor(start), Math.ceil(start + width)];
  offer();
  charts.forEach((g) => g.updateOptions({ dateWindow: range.map((t) => t * 1000) }));
  askSoon();
};

const keys = (event) => {
  const [from, to] = range;
  const width = to - from;
  const moves = {
    ArrowLeft: [from - width / 4, to - width / 4],
    ArrowRight: [from + width / 4, to + width / 4],
    '+': [from + width / 4, to - width / 4],
    '=': [from + width / 4, to - width / 4],
    '-': [from - width / 2, to + width / 2],
    Home: [whole[0], whole[0] + width],
    End: [whole[1] - width, whole[1]],
    0: whole,
  };
  const next = event.ctrlKey || event.altKey || event.metaKey ? undefined : moves[event.key];
  if (!next) return;
  event.preventDefault();
  move(...next);
};

const describe = (unit, list) => `${unit}: ${list.map((c) => c.name).join(', ')}, ${moment(range[0])} to ${moment(range[1])}. `
  + 'Arrow keys move, plus and minus zoom, 0 shows all. The numbers are in the table below.';

const readout = (element, list, step) => (event, x, points) => {
  const parts = points.map((p) => {
    const c = list.find((one) => one.id === p.name);
    return `${c.name} ${p.yval.toFixed(c.digits)}`;
  });
  element.textContent = `${moment(x / 1000)}, ${spanWords(step)}: ${parts.join(', ')}`;
};

const states = () => [{ v: 0, label: 'off' }, { v: 1, label: 'on' }];

const options = (unit, list, answer, out) => ({
  labels: ['t', ...list.map((c) => c.id)],
  customBars: true,
  fillAlpha: 0.18,
  strokeWidth: 2,
  stepPlot: list[0].kind !== 'analog-in',
  connectSeparatedPoints: false,
  legend: 'never',
  colors: list.map((c) => colour(`--c${(c.place % 4) + 1}`)),
  series: Object.fromEntries(list.map((c) => [c.id, { strokePattern: dashes[c.place % 4] }])),
  gridLineColor: colour('--line'),
  axisLineColor: colour('--edge'),
  dateWindow: range.map((t) => t * 1000),
  xAxisHeight: scaled(24),
  axes: {
    x: { pixelsPerLabel: scaled(55), axisLabelWidth: scaled(60), axisLabelFormatter: (d) => tick(d, range[1] - range[0]) },
    // so many digits that no two labels are the same
    y: { axisLabelWidth: scaled(44), digitsAfterDecimal: 4, pixelsPerLabel: scaled(34), ...(list[0].kind === 'analog-in' ? {} : { valueRange: [-0.1, 1.1], ticker: states }) },
  },
  highlightCallback: readout(out, list, answer.step_s),
  unhighlightCallback: () => { out.textContent = ''; },
  zoomCallback: (from, to) => move(from / 1000, to / 1000),
  underlayCallback: (ctx, area, g) => {
    drawOutages(ctx, area, g);
    drawLimits(ctx, area, g, list);
    drawSigns(ctx, area, g, list);
  },
});

const element = (name, className, text = '') => {
  const e = document.createElement(name);
  e.className = className;
  e.textContent = text;
  return e;
};

const addChart = (unit, list, answer) => {
  const area = element('div', 'chart');
  const out = element('p', 's mut read');
  box.append(element('h2', '', unit || 'Without a unit'), area, out);
  area.setAttribute('role', 'img');
  area.setAttribute('aria-label', describe(unit, list));
  area.tabIndex = 0;
  area.addEventListener('keydown', keys);
  return new Dygraph(area, rows(answer.times, list), options(unit, list, answer, out));
};

const addButtons = () => {
  const row = element('div', 'row');
  const width = () => range[1] - range[0];
  for (const [label, name, act] of [
    ['+', 'Zoom in', () => move(range[0] + width() / 4, range[1] - width() / 4)],
    ['−', 'Zoom out', () => move(range[0] - width() / 2, range[1] + width() / 2)],
    ['All', 'Show all', () => move(...whole)]]) {
    const b = element('button', 'btn sm', label);
    b.type = 'button';
    b.setAttribute('aria-label', name);
    b.addEventListener('click', act);
    row.append(b);
  }
  row.append(element('span', 'mut', ''));
  return row;
};

const show = (answer) => {
  const focus = document.activeElement?.classList.contains('chart')
    ? [...box.querySelectorAll('.chart')].indexOf(document.activeElement) : -1;
  charts.forEach((g) => g.destroy());
  box.querySelectorAll(':scope > :not(.row)').forEach((e) => e.remove());
  held = answer;
  charts = [...group(answer)].map(([unit, list]) => addChart(unit, list, answer));
  box.append(element('p', 's mut', 'Line: average. Band: lowest to highest. Hatched: mains out. Numbered signs: alarms.'));
  box.querySelector('.row .mut').textContent = `${moment(range[0])} to ${moment(range[1])}, one point is ${spanWords(answer.step_s)}`;
  if (focus >= 0) box.querySelectorAll('.chart')[focus]?.focus();
};

const spanOf = (r) => {
  const [from, to] = r.map((t) => new Date(t * 1000).toISOString().replace('.000', ''));
  return `from=${from}&to=${to}`;
};

const query = () => {
  const points = Math.min(Math.max(Math.round(box.clientWidth || 600), 100), POINTS_MOST);
  return `${spanOf(range)}&points=${points}&channels=${box.dataset.channels}`;
};

// "CSV of this view": of the points that are drawn
function offer() {
  if (csv) csv.href = `/api/v1/history.csv?${query()}`;
}

const ask = async () => {
  asked += 1;
  const mine = asked;
  box.setAttribute('aria-busy', 'true');
  try {
    const [answer, seen] = await Promise.all([
      fetchJson(`/api/v1/history?${query()}`),
      // of all the time that is on the page: what began before a part of it may still go on there
      marks ?? fetchJson(`/api/v1/history/marks?${spanOf(whole)}`)]);
    if (mine !== asked) return;
    marks = seen;
    show(answer);
  } catch (error) {
    if (mine === asked) say(`The charts cannot be drawn: ${error.message}`);
  } finally {
    if (mine === asked) box.removeAttribute('aria-busy');
  }
};

let timer = 0;
function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
}

if (box && Dygraph && box.dataset.channels) {
  box.hidden = false;
  box.append(addButtons());
  offer();
  ask();
  // in the new colours before anything else is seen, so from what is held
  const redraw = () => { if (held) show(held); };
  let width = 0;
  // larger text makes it narrower too, which the library does not notice
  new ResizeObserver(() => {
    if (box.clientWidth === width) return;
    width = box.clientWidth;
    redraw();
  }).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  document.addEventListener('themechange', redraw);
}
