// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// A page goes on by itself: /api/v1/events tells those parts of it (data-live) that changed, as the server writes them into the
// page itself. Of Status that is all, of the alarms their list, of every other page what stands around it: what people fill in is
// never touched. Nothing is computed or worded here but for the connection.
const SILENT_MS = 5000;
const DELAYS_S = [1, 2, 4, 8, 15];
// What comes within so long is said in one sentence.
const GATHER_MS = 1000;
const PASSING_MS = 1000;

const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const part = (key) => $(`[data-live="${CSS.escape(key)}"]`);
const { since: moment, page: name } = $('.page').dataset;
// what of the page's inner part goes on, null where nothing does
const page = part('page.main') ?? part('page.alarms'), live = $('#live'), icon = $('link[rel="icon"]');

let since = moment, heard = performance.now(), began = heard, tries = 0, lost = null, stop = null, refusal = '', out = false;

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

// A part, a form, or what opens to one: what it is for says whether it is the same one.
const key = (element) => element.getAttribute('data-live') ?? element.getAttribute('action') ??
  $(':scope > summary ~ form', element)?.getAttribute('action');

function same(a, b) {
  return a.nodeName === b.nodeName && (a.nodeType !== 1 || key(a) === key(b));
}

// Before `have` stands what comes later, or is gone: the one is moved and never made anew, for somebody may have typed into it,
// and where he types nothing moves.
function pass(old, at, have, later) {
  const between = [];
  for (let node = at; node !== have; node = node.nextSibling) between.push(node);
  const kept = between.filter((node) => node.nodeType === 1 && key(node) && later.some((want) => same(node, want)));
  const stays = have.nodeType === 1 && have.contains(document.activeElement);
  if (kept.length && !stays) {
    old.insertBefore(have, at);
    return at;
  }
  for (const node of between) node.remove();
  const next = have.nextSibling;
  for (const node of kept) old.insertBefore(node, next);
  return have.nextSibling;
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
  const wanted = [...now.childNodes];
  for (const [i, want] of wanted.entries()) {
    let have = at;
    while (have && !same(have, want)) have = have.nextSibling;
    if (!have) {
      old.insertBefore(document.adoptNode(want), at);
      continue;
    }
    at = at === have ? have.nextSibling : pass(old, at, have, wanted.slice(i + 1));
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
    number: Number.parseInt(part('page.badge').textContent, 10) || 0,
    badge: part('page.badge').textContent,
    nothing: $('.verdict.lost') ? $('.verdict').textContent : '',
    alarms: new Map(list),
    outputs: new Map(all('[data-live="card.ho"] li').map((li) => [li.dataset.live,
      `${$('.nm2', li).firstChild.textContent}: ${$('.num', li)?.textContent ?? ''}`])),
  };
}

function tellDifference(old, now) {
  if (!page && now.badge !== old.badge && (now.number > old.number || now.badge.startsWith('?'))) say(`Alarms: ${now.badge}`);
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
const ASKS = [page && `[data-live="${page.dataset.live}"] :is(button, input[type="submit"], .ask > summary)`,
  'dialog button[type="submit"]'].filter(Boolean).join();

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
  live.children[1].textContent = out ? 'Signed out' : `Lost ${seconds()}`;
}

// What was read must not look alive.
function fade(count, why) {
  const time = part('page.time').textContent, old = part('page.verdict') ?? $('.verdict', page);
  const verdict = old ?? make('section');
  $('.shell').classList.add('lost');
  if (!old) page.prepend(verdict);
  verdict.className = 'card verdict lost';
  verdict.replaceChildren(sign('q'), make('div', make(part('page.verdict') ? 'h1' : 'h2', 'Connection lost'),
    make('p', 'No answer for ', count, `. The values below are from ${time} and may be old. Trying again…`, why)));
  for (const row of all('.ch li > svg, .card > .okay', page)) {
    row.setAttribute('class', 'i');
    row.setAttribute('role', 'img');
    row.setAttribute('aria-label', 'Unknown');
    $('use', row).setAttribute('href', '#q');
  }
  for (const state of all('.node .st', page)) state.textContent = `Was: ${state.textContent.replace(/^./, (c) => c.toLowerCase())}`;
  for (const words of all('.say, .alarm .now', page)) words.prepend(`At ${time}: `);
}

function lose() {
  const count = make('b'), why = make('span'), buttons = all(ASKS).filter((button) => !button.hasAttribute('aria-disabled'));
  lost = { page: page?.cloneNode(true), title: document.title, icon: icon.getAttribute('href'), count, why, buttons };
  if (page) fade(count, why);
  for (const button of buttons) button.setAttribute('aria-disabled', 'true');
  document.title = `? ${out ? 'Signed out' : 'Connection lost'}: ${$('.brand b').textContent}`;
  icon.setAttribute('href', icon.dataset.lost);
  showLive('Lost');
  countLost();
  shout(out ? 'Signed out' : 'Connection lost');
}

function find() {
  const { page: kept, title, icon: picture, buttons } = lost;
  lost = null;
  $('.shell').classList.remove('lost');
  if (page) morph(page, kept);
  for (const button of buttons) button.removeAttribute('aria-disabled');
  document.title = title;
  icon.setAttribute('href', picture);
  showLive('');
  $('#shout').textContent = '';
  say('Connected again');
}

// A browser has six connections to a unit: a page that shows no values gives its own back while nobody looks at it.
const rests = () => !page && document.hidden;

document.addEventListener('visibilitychange', () => {
  if (page) return;
  if (!lost) heard = performance.now();
  began = performance.now();
  tries = 0;
  if (document.hidden) stop?.abort();
});

setInterval(() => {
  const now = performance.now();
  if (rests()) return;
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

// Much has changed, or the server is another one: the page as a whole, as for somebody who has just come. What stands around a page
// is the same everywhere, and a form that was answered need not be there to be asked for.
async function renew() {
  const answer = await fetch(page ? location.pathname : '/', { cache: 'no-store', signal: stop.signal });
  let html = '';
  for await (const piece of pieces(answer)) html += piece;
  const now = parse(html);
  // the door has been closed since: the page that says so
  if (page && !(answer.ok && $(`[data-live="${page.dataset.live}"]`, now))) location.reload();
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
  const answer = await fetch(`/api/v1/events?page=${name}&since=${since}`, { cache: 'no-store', signal: stop.signal });
  out = answer.status === 401;
  // never a form that somebody fills in
  if (out && page) location.reload();
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

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

showLive('');
// Who only passes through needs none: the unit hears that he is gone when it next has something to say.
if (!page) await wait(PASSING_MS);
for (;;) {
  if (rests()) await new Promise((done) => { document.addEventListener('visibilitychange', done, { once: true }); });
  try { await follow(); } catch { /* whatever it was: again in a while */ }
  const delay = DELAYS_S[Math.min(tries++, DELAYS_S.length - 1)] * 1000 * (0.75 + Math.random() / 2);
  if (!rests()) await wait(delay);
}
