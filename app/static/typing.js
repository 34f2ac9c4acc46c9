/* Paper sheets typed in with the keyboard alone: number keys choose, Enter goes on, what the answers
   so far pass over is skipped. Without this file the page is one long form. The server decides. */
(() => {
  "use strict";
  const page = document.querySelector("[data-typing]");
  if (!page) return;
  const form = page.querySelector("form");
  const schema = JSON.parse(document.getElementById("survey-form").textContent);
  const KEYS = "123456789abcdefghijklmnopqrstuvwxyz";
  const isChoice = (field) => /checkbox|radio/.test(field?.type);
  const named = (key) => [...form.elements].filter((field) =>
    field.name === `answers.${key}` || field.name?.startsWith(`answers.${key}.`));

  function answer(one) {
    const said = named(one.key).filter((field) => (!isChoice(field) || field.checked) && field.value !== "");
    const part = (field) => field.name.slice(`answers.${one.key}.`.length);
    if (one.type === "ranking") return said.sort((a, b) => a.value - b.value).map(part);
    if (one.rows?.length) {
      const rows = {};
      said.forEach((field) => { (rows[part(field)] ||= []).push(field.value); });
      return rows;
    }
    return one.type === "multiple" ? said.map((field) => field.value) : said[0]?.value ?? "";
  }

  function show() {
    const asked = schema.questions.filter((one) => one.type !== "section");
    const given = Object.fromEntries(asked.map((one) => [one.key, answer(one)]));
    const visible = new Set(window.SenSurvey.evaluate(schema, given, false).visible);
    form.querySelectorAll("[data-question]").forEach((place) => {
      place.hidden = Boolean(place.dataset.question) && !visible.has(place.dataset.question);
    });
  }

  /* Where one stops: a field, or of several boxes under one name the chosen or the first. */
  function stops() {
    const seen = new Set();
    return [...form.elements].filter((field) => {
      if (field.disabled || field.type === "hidden" || field.tagName === "FIELDSET" || field.closest("[hidden]")) return false;
      if (!isChoice(field)) return true;
      if (seen.has(field.name)) return false;
      seen.add(field.name);
      return true;
    });
  }

  function go(from, by) {
    const all = stops();
    const at = all.findIndex((field) => field === from || (isChoice(field) && field.name === from.name));
    const next = all[at + by];
    if (!next) return;
    const group = isChoice(next) ? [...form.elements].filter((field) => field.name === next.name) : [next];
    const target = group.find((field) => field.checked) || next;
    target.focus();
    (target.closest("fieldset, .field") || target).scrollIntoView({ block: "center" });
  }

  /* The key that stands before an option on paper; of a scale the number itself, 10 as 1 and 0. */
  let before = "";
  function choose(field, key) {
    const group = [...form.elements].filter((one) => one.name === field.name && isChoice(one));
    const question = field.closest("[data-question]")?.dataset.question;
    const scale = ["rating", "nps"].includes(schema.questions.find((one) => one.key === question)?.type);
    const valued = (text) => group.find((one) => one.value === text);
    const chosen = scale ? (before === "1" && valued(before + key)) || valued(key) : group[KEYS.indexOf(key)];
    before = key;
    if (!chosen) return false;
    chosen.focus();
    toggle(chosen);
    return true;
  }

  function toggle(field) {
    field.checked = field.type === "radio" || !field.checked;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && field.type !== "submit" && field.tagName !== "A") {
      event.preventDefault();
      before = "";
      go(field, event.shiftKey ? -1 : 1);
    } else if (isChoice(field) && /^[0-9a-z]$/i.test(event.key)) {
      if (choose(field, event.key.toLowerCase())) event.preventDefault();
    }
  });
  form.addEventListener("input", show);
  document.querySelector("[data-keys]").hidden = false;
  show();
})();
