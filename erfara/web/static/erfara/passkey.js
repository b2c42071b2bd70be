// Passkeys: asks the browser for one when a form marked by its id is sent, then sends the form.
// Everything else about signing in works without this file.
(function () {
  "use strict";

  const hidden = (form) => form.querySelector("input[name=credential]");

  function say(form, name) {
    const box = document.getElementById(form.id + "-message");
    if (box) {
      box.textContent = box.dataset[name] || "";
      box.hidden = !box.textContent;
    }
  }

  function data() {
    const box = document.getElementById("passkey-data");
    return box ? JSON.parse(box.textContent) : {};
  }

  async function options(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  }

  const ceremonies = {
    "passkey-login": async (form) => window.webauthnJSON.get(await options(form)),
    "passkey-use": async () => window.webauthnJSON.get(data().request_options),
    "passkey-add": async (form) => {
      const wanted = data().creation_options;
      const alone = form.querySelector("input[name=passwordless]");
      const choice = wanted.publicKey.authenticatorSelection;
      if (alone && alone.checked) {
        choice.residentKey = "required";
        choice.requireResidentKey = true;
        choice.userVerification = "required";
      }
      return window.webauthnJSON.create(wanted);
    },
  };

  for (const [id, ceremony] of Object.entries(ceremonies)) {
    const form = document.getElementById(id);
    if (!form) continue;
    if (!window.webauthnJSON || !window.webauthnJSON.supported()) {
      say(form, "unsupported");
      continue;
    }
    // Before other listeners: nothing is sent until the browser has answered.
    form.addEventListener(
      "submit",
      async (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        try {
          hidden(form).value = JSON.stringify(await ceremony(form));
        } catch (error) {
          say(form, "failed");
          return;
        }
        form.submit();
      },
      true,
    );
  }
})();
