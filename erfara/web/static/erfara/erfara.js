/* All that the pages' own script does; every page works without it. */
"use strict";

/* What has to change is read first. */
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  /* An address that ends in #main, after the skip link, takes the focus there when all is loaded. */
  window.addEventListener("load", () => {
    if (!summary.contains(document.activeElement)) summary.focus();
  });
}

/* A link in the summary puts the cursor in the field, with its label in sight. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  (target.closest(".field") || target).scrollIntoView();
  target.focus({ preventScroll: true });
});

/* A second press sends nothing more. The server would know anyway, by the key in the form.
   After a while it may be pressed again: the answer may have been a file, and the page stays. */
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  setTimeout(release, 8000, form);
});

/* Back from the browser's memory: the form may be sent again. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach(release);
});

/* Two keys for a coordinator, only outside fields and only while she hasn't turned them off:
   / takes the cursor to the search, ? to the page about the keys. */
const find = document.querySelector("[data-keys]");
document.addEventListener("keydown", (event) => {
  if (!find || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    event.preventDefault();
    find.focus();
    find.select();
  } else if (event.key === "?") {
    location.assign(find.dataset.keys);
  }
});
