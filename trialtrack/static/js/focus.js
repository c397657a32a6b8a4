/* Takes the reader to what was refused: the summary has the focus, its links go to the fields. */
(() => {
  "use strict";

  const summary = document.querySelector("[data-take-focus]");
  if (!summary) return;
  summary.focus();

  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    // The question, not only its input, has to be in view.
    (field.closest("fieldset, .field, .count") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
})();
