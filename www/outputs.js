// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 The RMCU authors
// What switching an output means is asked in a dialog over the page, with the words and the form of the page that asks it without
// a script (/outputs/ID).
const main = document.querySelector('main');

function button(link, dialog) {
  const cancel = document.createElement('button');
  cancel.type = 'button';
  cancel.className = link.className;
  cancel.textContent = link.textContent;
  cancel.addEventListener('click', () => dialog.close());
  link.replaceWith(cancel);
  return cancel;
}

// A heading of the page becomes the dialog's name, one level below the page's own.
function title(heading, dialog) {
  const name = document.createElement('h2');
  name.id = 'asked';
  name.textContent = heading.textContent;
  heading.replaceWith(name);
  dialog.setAttribute('aria-labelledby', name.id);
}

function show(question) {
  const dialog = document.createElement('dialog');
  question.classList.remove('card');
  dialog.append(document.adoptNode(question));
  title(dialog.querySelector('h1'), dialog);
  const cancel = button(dialog.querySelector('a.btn'), dialog);
  // where it is closed the browser puts the focus back to where it was
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  cancel.focus();
}

async function ask(url) {
  try {
    const answer = await fetch(url, { cache: 'no-store' });
    // Safe: the same server's page, with everything that a person named escaped; nothing in a parsed document runs.
    const question = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main section.card');
    if (answer.ok && question?.querySelector('h1') && question.querySelector('a.btn')) {
      show(question);
      return;
    }
  } catch { /* the page itself says what is the matter */ }
  location.assign(url);
}

main.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'get' || !form.getAttribute('action').startsWith('/outputs/')) return;
  event.preventDefault();
  const state = event.submitter;
  if (!document.querySelector('dialog')) ask(`${form.getAttribute('action')}?${new URLSearchParams({ [state.name]: state.value })}`);
});
