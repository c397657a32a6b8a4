/* The buttons of a count, and "as yesterday", act at once. Without this file they send the form, which
   comes back with the count changed. */
(() => {
  "use strict";

  const number = (text) => Number(text.trim().replace(",", "."));

  for (const box of document.querySelectorAll("[data-stepper]")) {
    const input = box.querySelector("input");
    const step = number(box.dataset.step);
    const least = number(box.dataset.min);
    const most = number(box.dataset.max);
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");

    const move = (by) => {
      // Blank counts from 0, so that fewer on a blank says "none": 0 is an answer, and blank is not.
      const now = number(input.value);
      if (Number.isNaN(now)) {
        input.focus();
        return;
      }
      const next = Math.min(most, Math.max(least, now + by));
      input.value = String(Math.round(next * 100) / 100);
      said.textContent = input.value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };

    for (const button of box.querySelectorAll("button")) {
      const by = button.value.startsWith("fewer") ? -step : step;
      button.addEventListener("click", (event) => {
        event.preventDefault();
        move(by);
      });
    }
    box.append(said);
  }

  for (const button of document.querySelectorAll("[data-as-yesterday]")) {
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    button.after(said);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      for (const input of button.form.querySelectorAll("input[data-yesterday]")) {
        input.value = input.dataset.yesterday;
      }
      said.textContent = button.dataset.asYesterday;
    });
  }
})();
