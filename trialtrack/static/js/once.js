/* A double tap sends once. The button stays in the form, so its name and value are sent with it. */
(() => {
  "use strict";

  // After this long on a poor line the person may try again; the server keeps one entry anyway.
  const TRY_AGAIN_AFTER_MS = 15000;

  const release = (form) => {
    delete form.dataset.sent;
    // Its elements: a button may stand outside the form that it sends.
    for (const button of form.elements) {
      if (button.getAttribute("aria-disabled") !== "true") continue;
      button.removeAttribute("aria-disabled");
      if (button.dataset.words) button.textContent = button.dataset.words;
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && button.matches("button")) {
      button.setAttribute("aria-disabled", "true");
      if (button.dataset.busy) {
        button.dataset.words = button.textContent;
        button.textContent = button.dataset.busy;
      }
    }
    setTimeout(() => release(form), TRY_AGAIN_AFTER_MS);
  });

  // Coming back by the browser's own button must find a form that works.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach(release);
  });
})();
