/* Adds − and + to a count. The input is there without this file and stays the one thing that is sent. */
(() => {
  "use strict";

  const number = (text) => Number(text.trim().replace(",", "."));

  const makeButton = (sign, name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "stepper-button";
    button.textContent = sign;
    button.setAttribute("aria-label", name);
    return button;
  };

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

    const fewer = makeButton("−", box.dataset.fewer);
    const more = makeButton("+", box.dataset.more);
    fewer.addEventListener("click", () => move(-step));
    more.addEventListener("click", () => move(step));
    box.prepend(fewer);
    box.append(more, said);
  }
})();
