/* Without a connection nothing is sent and no page comes: the page says so and stays, where the browser would show one
   of its own. Listens before all others, so that no button is taken for pressed. Without this file the browser answers. */
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

  const say = (...which) => {
    for (const part of box.querySelectorAll("[data-while]")) {
      part.hidden = !which.includes(part.dataset.while);
    }
  };

  const stay = (event, what, by) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = by;
    say("offline", what);
    // Hidden and shown again, it is read out each time.
    box.hidden = true;
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: "center" });
  };

  document.addEventListener("submit", (event) => {
    if (navigator.onLine) hide();
    else stay(event, "send", event.submitter);
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // Numbers to call and places on this page need no connection.
    const leads = link && link.origin === location.origin && !link.getAttribute("href").startsWith("#");
    if (leads && !navigator.onLine) stay(event, "link", link);
  }, true);

  window.addEventListener("online", () => {
    if (!box.hidden) say("back");
  });
  window.addEventListener("pageshow", hide);
})();
