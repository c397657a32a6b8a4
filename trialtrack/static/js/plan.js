/* While a plan is typed, our server says what it means; the page works without. Nothing about the
   person is sent: only treatment, days, medicines and protocol. */
(() => {
  "use strict";

  const PAUSE_MS = 250;
  const ASKED = /^(treatment|trial_drug|placed_on|planned_removal_on|filled_|medicines-|protocol_)/;
  const form = document.querySelector("form[data-means]");
  const said = document.getElementById("means");
  if (!form || !said) return;

  const asked = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (ASKED.test(name)) query.append(name, value);
    return query;
  };

  /* Take over what the template fills in, unless somebody typed there since it was asked. */
  const fill = (fields, sent) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements[name];
      if (field && field.value === (sent.get(name) || "") && field !== document.activeElement) {
        field.value = value;
      }
    }
  };

  let latest = 0;
  const ask = async () => {
    const mine = (latest += 1);
    const sent = asked();
    try {
      const answer = await fetch(`${form.dataset.means}?${sent}`, { redirect: "error" });
      if (!answer.ok || mine !== latest) return;
      const found = await answer.json();
      fill(found.fields, sent);
      if (said.innerHTML !== found.means) said.innerHTML = found.means;
    } catch {
      // Out of reach for now: the look before saving says it all.
    }
  };

  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (!ASKED.test(event.target.name || "")) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
})();
