/* A half-filled day that is left by Back, a reload, another app or a closed tab is put aside as a link of the page
   would do it; nothing of it is kept on the phone. Without this file only the links do. */
(() => {
  "use strict";

  const LEFT = "trialtrack-left";
  const LOOK_AFTER_MS = [300, 1200];
  const way = document.querySelector("[data-draft]");
  const form = way && way.form;

  const typed = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") said.append(name, value);
    }
    said.set("leave_to", "nowhere");
    return said.toString();
  };

  // The clock's own fields are no answers, and are filled in after this file has run.
  const answers = () => typed().replace(/(^|&)device_\w+=[^&]*/g, "");

  const mark = (put) => {
    // A browser may forbid it; then only the next page does not look again.
    try {
      const found = sessionStorage.getItem(LEFT);
      if (put) sessionStorage.setItem(LEFT, "1");
      else sessionStorage.removeItem(LEFT);
      return found;
    } catch {
      return null;
    }
  };

  if (form) {
    const atFirst = answers();
    let last = null;
    let touched = !("fresh" in way.dataset);
    const putAside = () => {
      const now = answers();
      touched = touched || now !== atFirst;
      // What is on its way to be saved is no draft; one hiding has several events; and of a page that nobody
      // touched nothing is sent, lest it is kept as a lost form where the session has ended meanwhile.
      if (form.dataset.sent || !touched || now === last) return;
      last = now;
      if (now !== atFirst) mark(true);
      const body = new Blob([typed()], { type: "application/x-www-form-urlencoded" });
      // Too long for a beacon, it has a chance where the page lives on.
      if (!navigator.sendBeacon(way.dataset.draft, body)) {
        fetch(way.dataset.draft, { method: "POST", body }).catch(() => {});
      }
    };
    // Before a reload asks for the page, so that what was typed is there first, if it can be.
    window.addEventListener("beforeunload", putAside);
    window.addEventListener("pagehide", putAside);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") putAside();
      else last = null;
    });
    window.addEventListener("pageshow", () => { last = null; });
  }

  // A receipt was shown: what the browser kept of the pages before it must not say "not saved yet".
  const SENT = "trialtrack-sent-";
  const remember = (id, put) => {
    try {
      if (put) sessionStorage.setItem(SENT + id, "1");
      return sessionStorage.getItem(SENT + id) !== null;
    } catch {
      return false;
    }
  };
  document.querySelectorAll("[data-sent]").forEach((box) => remember(box.dataset.sent, true));
  window.addEventListener("pageshow", (event) => {
    const [came] = performance.getEntriesByType("navigation");
    const back = event.persisted || (came && came.type === "back_forward");
    const page = form && form.elements.namedItem("entry_id");
    if (!back || !page || !remember(page.value, false)) return;
    document.querySelectorAll("[data-until-sent]").forEach((box) => { box.hidden = true; });
    document.querySelectorAll("[data-once-sent]").forEach((box) => { box.hidden = false; });
  });

  // The page after may have been made before the draft came in: it looks again, and shows it.
  const SHOWS_IT = /[?"]waiting["=]/;
  const shown = () => SHOWS_IT.test(document.documentElement.outerHTML);
  const lookAgain = async (delays) => {
    if (!delays.length || shown()) return;
    await new Promise((resolve) => { setTimeout(resolve, delays[0]); });
    const before = form && answers();
    const answer = await fetch(location.href);
    const text = answer.ok ? await answer.text() : "";
    if (!SHOWS_IT.test(text)) await lookAgain(delays.slice(1));
    else if (!form || answers() === before) location.reload();
  };
  if (mark(false)) lookAgain(LOOK_AFTER_MS).catch(() => {});
})();
