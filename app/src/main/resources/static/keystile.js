// Comforts only: every page works without this file, and buttons that need it stay hidden.
const swapLabel = (button) => {
  const label = button.firstElementChild;
  const other = button.dataset.other;
  button.dataset.other = label.textContent;
  label.textContent = other;
};

for (const button of document.querySelectorAll('[data-show]')) {
  const field = document.getElementById(button.dataset.show);
  const toggle = () => {
    field.type = field.type === 'password' ? 'text' : 'password';
    swapLabel(button);
  };
  button.hidden = false;
  button.addEventListener('click', toggle);
  // A browser offers to remember what a text field held, so the key is never sent from one.
  field.form.addEventListener('submit', () => field.type === 'text' && toggle());
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
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
  }
}
