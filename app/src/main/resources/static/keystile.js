// Comforts only: every page works without this file, and buttons that need it stay hidden.
const swapLabel = (button) => {
  const label = button.firstElementChild;
  const other = button.dataset.other;
  button.dataset.other = label.textContent;
  label.textContent = other;
};

const show = (button) => {
  const field = document.getElementById(button.dataset.show);
  const toggle = () => {
    field.type = field.type === 'password' ? 'text' : 'password';
    swapLabel(button);
  };
  button.hidden = false;
  button.addEventListener('click', toggle);
  // A browser offers to remember what a text field held, so the key is never sent from one.
  field.form.addEventListener('submit', () => field.type === 'text' && toggle());
  // Nor is it there for whoever comes back to a page that the browser kept.
  addEventListener('pagehide', () => (field.value = ''));
};

const copy = (button) => {
  const text = document.getElementById(button.dataset.copy).textContent;
  let copied = false;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    if (!copied) {
      copied = true;
      swapLabel(button);
      setTimeout(() => {
        copied = false;
        swapLabel(button);
      }, 2000);
    }
  });
};

// The page that answers the form; null for all that is better left to an ordinary submit.
const pageFor = async (form, body, signal) => {
  const headers = { accept: 'text/html' };
  const asked = { method: 'POST', body, headers, signal, mode: 'same-origin', redirect: 'manual' };
  try {
    const answer = await fetch(form.action, asked);
    const html = answer.headers.get('content-type')?.startsWith('text/html') ? await answer.text() : '';
    const page = new DOMParser().parseFromString(html, 'text/html');
    return page.querySelector('main') && page;
  } catch {
    return null;
  }
};

const reload = () => location.reload();

const takePlace = (page) => {
  // Back then leads to the page as it was first, asked for anew; the page between is the answer to a form.
  if (!history.state) history.pushState('answered', '');
  addEventListener('popstate', reload);
  const main = page.querySelector('main');
  document.title = page.title;
  document.querySelector('main').replaceWith(main);
  comfort(main);
  scrollTo(0, 0);
  const news = ['[autofocus]', '[role=alert]', 'form h2', 'h1'].map((what) => main.querySelector(what)).find(Boolean);
  if (news.tabIndex < 0) news.tabIndex = -1;
  news.focus();
};

// Says so while a form is on its way, and answers what takes that back.
const wait = (form, button) => {
  const status = form.querySelector('[role=status]');
  status.textContent = form.dataset.inPlace;
  button.ariaDisabled = 'true';
  return () => {
    status.textContent = '';
    button.ariaDisabled = null;
  };
};

const answerInPlace = (form) => {
  // On the answer to a form, or to a sign-in elsewhere, there is nothing to go back to by asking anew.
  if (!location.pathname.endsWith('/authorize')) return;
  let asking;
  let ordinary = false;
  const ask = async (button) => {
    asking = new AbortController();
    const { signal } = asking;
    const body = new URLSearchParams(new FormData(form, button));
    const ready = wait(form, button);
    const page = await pageFor(form, body, signal);
    if (signal.aborted) return;
    if (page) return takePlace(page);
    ordinary = true;
    ready();
    form.requestSubmit(button);
  };
  form.addEventListener('submit', (event) => {
    if (event.submitter.value !== 'continue') return asking?.abort(); // Whoever denies waits for no answer.
    if (ordinary) return;
    event.preventDefault();
    if (!asking) ask(event.submitter);
  });
};

// An app on the same device opens beside the page, which then stays.
const tell = (form) => {
  const last = form.dataset.inPlace ? ['deny'] : ['allow', 'deny', 'continue'];
  form.addEventListener('submit', ({ submitter }) => {
    if (last.includes(submitter.value)) form.querySelector('[role=status]').textContent = form.dataset.told;
  });
};

const comfort = (part) => {
  part.querySelectorAll('[data-show]').forEach(show);
  if (navigator.clipboard) part.querySelectorAll('[data-copy]').forEach(copy);
  part.querySelectorAll('[data-in-place]').forEach(answerInPlace);
  part.querySelectorAll('[data-told]').forEach(tell);
};

comfort(document);
