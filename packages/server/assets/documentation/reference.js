// Tabs and the form that sends a call. The pages can be read without this file.

const TOKEN_KEY = 'maia.documentation.token';
const MULTIPART = 'multipart/form-data';
const CHOICE_KEY = 'maia.documentation.choice.';

function tabOf(panel, select) {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.id = `tab-${panel.id}`;
  tab.textContent = panel.dataset.label;
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel.id);
  tab.addEventListener('click', () => select(panel));
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', tab.id);
  panel.querySelector('.panel-title').hidden = true;
  return tab;
}

function moveFocus(event, tabs) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const next = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
  next.focus();
  next.click();
}

/** Makes tabs of panels that stand below each other, and remembers which the reader chose. */
function makeTabs(group) {
  const panels = [...group.children];
  const { name, label } = group.dataset;
  const select = (chosen) => {
    for (const [index, panel] of panels.entries()) {
      panel.hidden = panel !== chosen;
      tabs[index].setAttribute('aria-selected', String(panel === chosen));
      tabs[index].tabIndex = panel === chosen ? 0 : -1;
    }
    sessionStorage.setItem(CHOICE_KEY + name, chosen.dataset.label);
  };
  const tabs = panels.map((panel) => tabOf(panel, select));
  const list = document.createElement('div');
  list.className = 'tablist';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', label);
  list.append(...tabs);
  list.addEventListener('keydown', (event) => moveFocus(event, tabs));
  group.prepend(list);
  const remembered = sessionStorage.getItem(CHOICE_KEY + name);
  select(panels.find((panel) => panel.dataset.label === remembered) ?? panels[0]);
}

function addressOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  for (const { dataset, value } of form.querySelectorAll('[data-place]')) {
    if (dataset.place === 'path')
      path = path.replace(`{${dataset.name}}`, encodeURIComponent(value));
    else if (dataset.place === 'query' && value !== '') query.append(dataset.name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

function headersOf(form) {
  const headers = new Headers();
  const token = form.querySelector('#try-token')?.value.trim();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  const type = form.querySelector('#try-type')?.value;
  // The browser names the boundary of a form itself.
  if (type && type !== MULTIPART) headers.set('Content-Type', type);
  for (const { dataset, value } of form.querySelectorAll('[data-place=header]'))
    if (value !== '') headers.set(dataset.name, value);
  return headers;
}

function readable(text, type) {
  if (!type?.startsWith('application/json')) return text;
  return JSON.stringify(JSON.parse(text), null, 2);
}

function show(status, text) {
  document.querySelector('#try-status').textContent = status;
  document.querySelector('#try-text').textContent = text;
  document.querySelector('#try-answer').hidden = false;
}

function bodyOf(form) {
  if (form.querySelector('#try-type')?.value !== MULTIPART)
    return form.querySelector('#try-body')?.value;
  const { files, dataset } = form.querySelector('#try-file');
  const body = new FormData();
  for (const file of files) body.append(dataset.name, file);
  return body;
}

async function send(form) {
  const body = bodyOf(form);
  const init = { method: form.dataset.method, headers: headersOf(form), body };
  try {
    const answer = await fetch(addressOf(form), init);
    const text = await answer.text();
    show(
      `${answer.status} ${answer.statusText}`,
      readable(text, answer.headers.get('content-type')),
    );
  } catch (error) {
    show('The server could not be reached', error.message);
  }
}

function prepareForm(form) {
  const token = form.querySelector('#try-token');
  if (token) {
    token.value = sessionStorage.getItem(TOKEN_KEY) ?? '';
    token.addEventListener('change', () => sessionStorage.setItem(TOKEN_KEY, token.value.trim()));
  }
  const type = form.querySelector('#try-type');
  const fill = () => {
    const body = form.querySelector('#try-body');
    const file = form.querySelector('#try-file');
    body.value = type.selectedOptions[0].dataset.example;
    body.parentElement.hidden = type.value === MULTIPART;
    if (file) file.parentElement.hidden = type.value !== MULTIPART;
  };
  if (type) {
    type.addEventListener('change', fill);
    fill();
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}

for (const group of document.querySelectorAll('.tabs'))
  if (group.children.length > 1) makeTabs(group);
for (const form of document.querySelectorAll('#try-form')) prepareForm(form);

// A wide screen has room for the list of calls.
const calls = document.querySelector('.side details');
if (calls && matchMedia('(min-width: 60.01rem)').matches) {
  calls.open = true;
  calls.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
}
