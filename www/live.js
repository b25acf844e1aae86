// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// The status page goes on by itself: /api/v1/events tells those parts of it (data-live) that changed, as the server writes them
// into the page itself. Nothing is computed or worded here but for the connection.
const SILENT_MS = 5000;
const DELAYS_S = [1, 2, 4, 8, 15];
// What comes within so long is said in one sentence.
const GATHER_MS = 1000;

const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const part = (key) => $(`[data-live="${CSS.escape(key)}"]`);
const page = part('page.main'), live = $('#live'), shell = $('.shell');

let since = page.dataset.since, heard = performance.now(), began = heard, tries = 0, lost = null, stop = null, refusal = '';

function sign(id) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'i');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.appendChild(document.createElementNS(svg.namespaceURI, 'use')).setAttribute('href', `#${id}`);
  return svg;
}

function make(tag, ...inner) {
  const element = document.createElement(tag);
  element.append(...inner);
  return element;
}

// ---------------------------------------------------------------- parts

// The word of his session, which the forms of the stream lack: it is told to many at once.
const word = $('[name="csrf"]')?.value;
// What a person opened stays open.
const his = (name) => name === 'open';

function same(a, b) {
  return a.nodeName === b.nodeName && (a.nodeType !== 1 || a.getAttribute('data-live') === b.getAttribute('data-live'));
}

function morphAttributes(old, now) {
  for (const { name, value } of now.attributes)
    if (!his(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes])
    if (!his(name) && !now.hasAttribute(name)) old.removeAttribute(name);
}

// Makes `old` look like `now` with as few changes as it takes: what is the same stays, with focus, selection and scroll.
function morph(old, now) {
  if (old.nodeType !== 1) {
    if (old.data !== now.data) old.data = now.data;
    return;
  }
  morphAttributes(old, now);
  // another script's drawing
  if (old.hasAttribute('data-spark')) return;
  let at = old.firstChild;
  for (const want of [...now.childNodes]) {
    let have = at;
    while (have && !same(have, want)) have = have.nextSibling;
    if (!have) {
      old.insertBefore(document.adoptNode(want), at);
      continue;
    }
    // what stood between is gone, or comes later and is made anew
    while (at !== have) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    at = have.nextSibling;
    morph(have, want);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

// Safe: the HTML is what this same server writes into this same page, with everything that a person named escaped; a parsed
// document runs nothing, and what is taken over from it stands under the page's policy, which refuses inline scripts and styles.
const parse = (html) => new DOMParser().parseFromString(html, 'text/html');

function put(now) {
  const old = part(now.getAttribute('data-live'));
  if (!old) return false;
  morph(old, now);
  if (word) for (const field of all('[name="csrf"]', old)) field.value = word;
  return true;
}

// ---------------------------------------------------------------- what is said aloud

let gathered = [], timer = 0;

function sayAll() {
  const raised = gathered.filter((what) => what.priority).sort((a, b) => a.priority - b.priority);
  const others = gathered.filter((what) => !what.priority).map((what) => what.words);
  if (raised.length > 1) raised[0].words = `${raised.length} alarms, highest ${raised[0].words}`;
  if (raised.length) $(raised[0].priority <= 2 ? '#shout' : '#say').textContent = raised[0].words;
  if (others.length) $('#say').textContent = [...(raised.length && raised[0].priority > 2 ? [raised[0].words] : []), ...others].join('. ');
  gathered = [];
  timer = 0;
}

function say(words, priority = 0) {
  gathered.push({ words, priority });
  timer ||= setTimeout(sayAll, GATHER_MS);
}

function shout(words) {
  $('#shout').textContent = words;
}

function look() {
  const alarms = part('page.alarms');
  const list = all('[data-live^="alarm."]').map((li) => [li.dataset.live, {
    priority: Number(li.className.match(/\bp([1-4])\b/)?.[1]),
    unacknowledged: li.classList.contains('un'),
    cleared: $('.rtn', li) !== null,
    subject: $('h3', li).textContent,
    words: `${$('.now b', li).textContent}: ${$('h3', li).textContent}${$('[data-live^="now."]', li) ? `, ${$('[data-live^="now."]', li).textContent}` : ''}`,
  }]);
  return {
    known: alarms !== null && !alarms.hasAttribute('data-unknown'),
    nothing: $('.verdict.lost') ? $('.verdict').textContent : '',
    alarms: new Map(list),
    outputs: new Map(all('[data-live="card.ho"] li').map((li) => [li.dataset.live,
      `${$('.nm2', li).firstChild.textContent}: ${$('.num', li)?.textContent ?? ''}`])),
  };
}

function tellDifference(old, now) {
  if (now.nothing && !old.nothing) shout(now.nothing);
  if (now.nothing || old.nothing) return;
  if (old.known && !now.known) shout('Alarms are not known');
  for (const [key, words] of now.outputs)
    if (old.outputs.has(key) && old.outputs.get(key) !== words) say(words);
  if (!old.known || !now.known) return;
  for (const [key, alarm] of now.alarms) {
    const before = old.alarms.get(key);
    if (!before) say(alarm.words, alarm.priority);
    else if (before.unacknowledged && !alarm.unacknowledged && !alarm.cleared) say(`Acknowledged: ${alarm.subject}`);
    else if (!before.cleared && alarm.cleared) say(`Cleared: ${alarm.subject}`);
  }
  for (const [key, alarm] of old.alarms)
    if (!now.alarms.has(key)) say(`${alarm.cleared ? 'Acknowledged' : 'Cleared'}: ${alarm.subject}`);
}

// ---------------------------------------------------------------- lost, and found again

// What asks the unit for something or leads to it, here and in a question over the page; Cancel goes on to work.
const ASKS = ['[data-live="page.main"] :is(button, input[type="submit"], .ask > summary)', 'dialog button[type="submit"]'].join();

function showLive(words) {
  const dot = words ? sign('q') : make('i');
  live.firstElementChild.replaceWith(dot);
  live.children[1].textContent = words || 'Live';
  live.children[2].hidden = !words;
}

const seconds = () => `${Math.floor((performance.now() - heard) / 1000)} s`;

function countLost() {
  lost.count.textContent = seconds();
  lost.why.textContent = refusal && ` The unit says: ${refusal}.`;
  live.children[1].textContent = `Lost ${seconds()}`;
}

function lose() {
  const time = part('page.time').textContent, count = make('b'), why = make('span'), verdict = part('page.verdict'), icon = part('page.icon');
  const buttons = all(ASKS).filter((button) => !button.hasAttribute('aria-disabled'));
  lost = { page: page.cloneNode(true), title: document.title, icon: icon.getAttribute('href'), count, why, buttons };
  shell.classList.add('lost');
  verdict.className = 'card verdict lost';
  verdict.replaceChildren(sign('q'), make('div', make('h1', 'Connection lost'),
    make('p', 'No answer for ', count, `. The values below are from ${time} and may be old. Trying again…`, why)));
  for (const row of all('.ch li > svg', page)) {
    row.setAttribute('class', 'i');
    row.setAttribute('role', 'img');
    row.setAttribute('aria-label', 'Unknown');
    $('use', row).setAttribute('href', '#q');
  }
  for (const state of all('.node .st', page)) state.textContent = `Was: ${state.textContent.replace(/^./, (c) => c.toLowerCase())}`;
  for (const words of all('.say, .alarm .now', page)) words.prepend(`At ${time}: `);
  for (const button of buttons) button.setAttribute('aria-disabled', 'true');
  document.title = `? Connection lost: ${$('.brand b').textContent}`;
  icon.setAttribute('href', icon.dataset.lost);
  showLive('Lost');
  countLost();
  shout('Connection lost');
}

function find() {
  const { page: kept, title, icon, buttons } = lost;
  lost = null;
  shell.classList.remove('lost');
  morph(page, kept);
  for (const button of buttons) button.removeAttribute('aria-disabled');
  document.title = title;
  part('page.icon').setAttribute('href', icon);
  showLive('');
  $('#shout').textContent = '';
  say('Connected again');
}

setInterval(() => {
  const now = performance.now();
  if (now - heard >= SILENT_MS) {
    if (lost) countLost();
    else lose();
  }
  if (now - Math.max(heard, began) >= SILENT_MS) stop?.abort();
}, 250);

// Nobody is there to do it.
addEventListener('click', (event) => {
  if (lost && event.target.closest(ASKS)) event.preventDefault();
}, true);

// ---------------------------------------------------------------- the stream

async function* pieces(answer) {
  const decoder = new TextDecoder(), reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (!lost) heard = performance.now();
    began = performance.now();
    yield decoder.decode(value, { stream: true });
  }
}

// Much has changed, or the server is another one: the page as a whole, as for somebody who has just come.
async function renew() {
  const answer = await fetch(location.pathname, { cache: 'no-store', signal: stop.signal });
  let html = '';
  for await (const piece of pieces(answer)) html += piece;
  const now = parse(html);
  // the door has been closed since: the page that says so
  if (!answer.ok || !$('[data-live="page.main"]', now)) location.reload();
  for (const element of all('[data-live]', now))
    if (!element.parentElement.closest('[data-live]')) put(element);
}

function apply({ text, html }) {
  let known = true;
  for (const [key, words] of Object.entries(text)) {
    const element = part(key);
    if (element && element.textContent !== words) element.textContent = words;
    known &&= element !== null;
  }
  for (const one of Object.values(html)) known = put($('[data-live]', parse(one))) && known;
  return known;
}

async function take(block) {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
  if (!fields.data) return;
  const change = JSON.parse(fields.data);
  heard = performance.now();
  if (lost) find();
  const before = look();
  if (change.whole || !apply(change)) await renew();
  tellDifference(before, look());
  since = fields.id;
  tries = 0;
}

async function follow() {
  stop = new AbortController();
  began = performance.now();
  const answer = await fetch(`/api/v1/events?since=${since}`, { cache: 'no-store', signal: stop.signal });
  if (answer.status === 401) location.reload();
  refusal = answer.ok ? '' : (await answer.json()).error;
  if (refusal) throw new Error(refusal);
  let waiting = '';
  for await (const piece of pieces(answer)) {
    waiting += piece;
    const blocks = waiting.split('\n\n');
    waiting = blocks.pop();
    for (const block of blocks) await take(block);
  }
}

showLive('');
for (;;) {
  try { await follow(); } catch { /* whatever it was: again in a while */ }
  const delay = DELAYS_S[Math.min(tries++, DELAYS_S.length - 1)] * 1000 * (0.75 + Math.random() / 2);
  await new Promise((done) => { setTimeout(done, delay); });
}
