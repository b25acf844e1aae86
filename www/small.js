// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// The small page goes on by itself without being loaded anew, which would take the focus away from who uses a keyboard or a reader.
// It asks for itself now and then, and takes the newer content as the server wrote it. Where no script runs, the browser reloads it.
const PERIOD_MS = 15000;

const main = document.querySelector('main');
// What a button or a link does, and where: the same thing in the newer page.
const deed = (e) => `${e.closest('form')?.action ?? e.href} ${e.textContent}`;

async function renew() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const had = main.contains(document.activeElement) ? deed(document.activeElement) : null;
  document.title = now.title;
  main.replaceChildren(...now.querySelector('main').childNodes);
  if (had !== null) [...main.querySelectorAll('a, button')].find((e) => deed(e) === had)?.focus();
}

setInterval(() => {
  // the browser's own page says why there is none: nothing old stays and looks alive
  renew().catch(() => location.reload());
}, PERIOD_MS);
