// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// The last hour of each analog channel as a small line beside its value. It is a hint: where it cannot be had, or the line is so
// slow that values would wait for it, there is none.
const EVERY_MS = 60000;
// The page itself took as long as this from the first byte to the last: what follows would hold up the values.
const SLOW_MS = 1500;
// An hour that ended longer ago is not the last one any more.
const OLD_MS = 150000;
const WIDE = 100, HIGH = 24, EDGE = 2;
// A flat line stays one: what is less than so much of the value is noise.
const LEAST = 0.02;

const slow = () => {
  const [page] = performance.getEntriesByType('navigation');
  return navigator.connection?.saveData || (page && page.responseEnd - page.requestStart > SLOW_MS);
};

// Both in the zone of the unit, whatever the browser's is.
const local = (text) => Date.parse(`${text.slice(0, 19)}Z`);
const now = () => local(['date', 'time'].map((part) => document.querySelector(`[data-live="page.${part}"]`).textContent.trim()).join('T'));

// A gap ends a line; the next one begins behind it.
function runs(values) {
  const known = values.filter((v) => v !== null);
  const low = Math.min(...known), high = Math.max(...known);
  const span = Math.max(high - low, LEAST * Math.max(Math.abs(low), Math.abs(high)), 1e-6), from = (low + high - span) / 2;
  const lines = [[]];
  for (const [i, v] of values.entries()) {
    if (v === null) lines.push([]);
    else lines.at(-1).push(`${(i * WIDE / (values.length - 1)).toFixed(1)},${(HIGH - EDGE - (v - from) / span * (HIGH - 2 * EDGE)).toFixed(1)}`);
  }
  return lines.filter((line) => line.length > 1);
}

function draw(svg, values) {
  svg.replaceChildren(...runs(values).map((points) => {
    const line = document.createElementNS(svg.namespaceURI, 'polyline');
    line.setAttribute('points', points.join(' '));
    return line;
  }));
}

let asked = -EVERY_MS;

async function renew() {
  if (document.hidden || performance.now() - asked < EVERY_MS / 2) return;
  asked = performance.now();
  let hour = { to: null, channels: {} };
  // whoever is away says so elsewhere; an hour that cannot be had is not drawn
  try {
    const answer = await fetch('/api/v1/history/hour', { cache: 'no-store' });
    if (answer.ok) hour = await answer.json();
  } catch { return; }
  const old = !hour.to || now() - local(hour.to) > OLD_MS;
  for (const svg of document.querySelectorAll('[data-spark]')) draw(svg, (!old && hour.channels[svg.dataset.spark]) || []);
}

if (!slow()) {
  renew();
  setInterval(renew, EVERY_MS);
  document.addEventListener('visibilitychange', renew);
}
