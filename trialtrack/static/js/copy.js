/* A button that copies a text. Without JavaScript it is not there, and one selects the text. */
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    const said = document.querySelector("[data-copy-said]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        said.textContent = button.dataset.copied;
      } catch {
        said.textContent = said.dataset.failed;
      }
    });
  }
})();
