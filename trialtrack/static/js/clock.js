/* Says what the device's clock says, and where it stands. Without this file nothing is claimed. */
(() => {
  "use strict";

  const put = (form, name, always) => {
    const input = form.querySelector(`input[name='${name}']`);
    if (input && (always || !input.value)) input.value = String(Date.now());
  };

  // `data-device` names the instant that sending this form is: the answers are done, or are sent.
  for (const form of document.querySelectorAll("form[data-device]")) {
    put(form, "device_opened", false);
    form.addEventListener("submit", () => put(form, `device_${form.dataset.device}`, true));
  }

  // Told only to someone whose clock stands in another zone than the trial's.
  const here = -new Date().getTimezoneOffset();
  for (const box of document.querySelectorAll("[data-home-offset]")) {
    box.hidden = Number(box.dataset.homeOffset) === here;
  }
})();
