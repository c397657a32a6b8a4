/* Without a connection nothing is sent, and the page says so and stays, where the browser would show a page of its own.
   Listens before all others, so that no button is taken for pressed. Without this file the browser answers. */
(() => {
  "use strict";

  const box = document.querySelector("[data-no-connection]");
  if (!box) return;
  let pressed = null;

  const hide = () => {
    const held = box.contains(document.activeElement);
    box.hidden = true;
    if (held && pressed) pressed.focus();
  };

  document.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      hide();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = event.submitter;
    // Hidden and shown again, it is read out each time.
    box.hidden = true;
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: "center" });
  }, true);

  window.addEventListener("online", hide);
  window.addEventListener("pageshow", hide);
})();
