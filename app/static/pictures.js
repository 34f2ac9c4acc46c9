/* Sends each picture as soon as it is chosen, and adds its id to the form. Without this file the form
   carries the files itself. Pages may bring this file more than once. */
(() => {
  "use strict";
  if (window.senPictures) return;
  window.senPictures = true;
  const POLLS = 45;
  const fieldOf = (node) => node.closest("[data-pictures]");
  const json = { Accept: "application/json" };
  let turn = Promise.resolve();

  document.addEventListener("change", ({ target }) => {
    const field = fieldOf(target);
    if (!field) return;
    if (target.type === "file") take(field, target);
    else if (target.dataset.fact) tell(target);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-drop], [data-again]");
    const item = button?.closest("li");
    if (!item || !fieldOf(item)) return;
    if ("again" in button.dataset) send(item);
    else drop(item);
  });

  function take(field, input) {
    const list = field.querySelector(".picture-list");
    for (const file of input.files) {
      const item = field.querySelector("template").content.firstElementChild.cloneNode(true);
      item.file = file;
      item.key = `${Date.now()}-${Math.random()}`;
      list.append(item);
      if (list.children.length > Number(field.dataset.most)) refuse(item, `${file.name}: ${field.dataset.full}`);
      else send(item);
    }
    input.value = "";
  }

  /* One after the other: a slow network carries one picture better than ten. */
  function send(item) {
    const field = fieldOf(item);
    const form = field.closest("form");
    item.querySelector("[data-again]").hidden = true;
    item.querySelector("progress").hidden = false;
    say(item, `${field.dataset.sending} ${item.file.name}`);
    hold(form, 1);
    turn = turn.then(() => post(item, field)).finally(() => hold(form, -1));
  }

  async function post(item, field) {
    if (!item.isConnected) return;
    const body = new FormData();
    body.append("files", item.file);
    let answer, problem;
    try {
      answer = await fetch(field.dataset.pictures, {
        method: "POST",
        headers: { ...json, "Idempotency-Key": item.key },
        body,
      });
      problem = await answer.json();
    } catch {
      refuse(item, `${item.file.name}: ${field.dataset.lost}`);
      item.querySelector("[data-again]").hidden = false;
      return;
    }
    if (!answer.ok) refuse(item, problem.errors?.[0]?.detail ?? problem.detail);
    else arrived(item, field, problem.pictures[0]);
  }

  function arrived(item, field, picture) {
    if (!item.isConnected) {
      fetch(`/pictures/${picture.id}`, { method: "DELETE", headers: json });
      return;
    }
    item.dataset.id = picture.id;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "pictures", value: picture.id });
    item.append(input);
    item.querySelector("[data-facts]").hidden = false;
    say(item, field.dataset.making);
    wait(item, field, POLLS);
  }

  async function wait(item, field, left) {
    const answer = await fetch(`/pictures/${item.dataset.id}`, { headers: json }).catch(() => null);
    const picture = answer?.ok ? await answer.json() : { state: "waiting" };
    if (picture.state === "ready") show(item, picture);
    else if (picture.state === "failed") {
      item.querySelector("[name=pictures]").remove();
      item.querySelector("[data-facts]").hidden = true;
      refuse(item, `${item.file.name}: ${field.dataset.failed}`);
    } else if (left && item.isConnected) setTimeout(() => wait(item, field, left - 1), 2000);
  }

  function show(item, picture) {
    const image = new Image(picture.small_width, picture.small_height);
    image.alt = item.file.name;
    image.src = picture.small;
    item.querySelector("progress").replaceWith(image);
    say(item, item.file.name);
  }

  function tell(fact) {
    const item = fact.closest("li");
    fetch(`/pictures/${item.dataset.id}`, {
      method: "PATCH",
      headers: { ...json, "Content-Type": "application/json" },
      body: JSON.stringify({ [fact.dataset.fact]: fact.value }),
    }).then(
      (answer) => { if (!answer.ok) say(item, fieldOf(item).dataset.lost); },
      () => say(item, fieldOf(item).dataset.lost),
    );
  }

  function drop(item) {
    if (item.dataset.id) {
      fetch(`/pictures/${item.dataset.id}`, { method: "DELETE", headers: json }).catch(() => {});
    }
    fieldOf(item).querySelector("input[type=file]").focus();
    item.remove();
  }

  function refuse(item, text) {
    item.querySelector("progress").hidden = true;
    say(item, text, "error");
  }

  function say(item, text, tone = "") {
    const line = item.querySelector("[data-said]");
    line.textContent = text;
    line.className = tone;
  }

  /* What is under way would be lost by sending the form now. */
  function hold(form, more) {
    if (!form) return;
    form.sending = (form.sending ?? 0) + more;
    form.querySelectorAll("[type=submit]").forEach((button) => {
      button.disabled = form.sending > 0;
    });
  }
})();
