/* The page on which a survey is answered, on top of survey.js: what is not asked is hidden at once,
   one section stands alone as a step, what is missing is said beside its question, and the server
   keeps a draft. Without this file the page is one long form, and the server says the same. */
(() => {
  "use strict";
  const page = document.querySelector("[data-survey]");
  if (!page) return;
  const form = page.querySelector("form");
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const schema = read("survey-form");
  const words = read("survey-words");
  const steps = [...page.querySelectorAll("[data-step]")];
  const questions = [...page.querySelectorAll("[data-question]")];
  const byKey = new Map(schema.questions.map((one) => [one.key, one]));
  const nav = page.querySelector("[data-nav]");
  const address = `/surveys/${page.dataset.survey}/draft`;
  const PAUSE = 3000;
  let current = 0;

  const named = (key) => [...form.elements].filter((field) =>
    field.name === `answers.${key}` || field.name?.startsWith(`answers.${key}.`));
  const ticked = (field) => !/checkbox|radio/.test(field.type) || field.checked;
  const part = (field, key) => field.name.slice(`answers.${key}.`.length);

  function answer(one) {
    const said = named(one.key).filter((field) => ticked(field) && field.value !== "");
    if (one.type === "ranking") {
      said.sort((a, b) => a.value - b.value);
      const twice = said.find((field, at) => at && field.value === said[at - 1].value);
      return twice ? Array(2).fill(part(twice, one.key)) : said.map((field) => part(field, one.key));
    }
    if (one.rows?.length) {
      const rows = new Map();
      for (const field of said) {
        const row = part(field, one.key);
        rows.set(row, [...(rows.get(row) || []), field.value]);
      }
      return Object.fromEntries(rows);
    }
    return one.type === "multiple" ? said.map((field) => field.value) : said[0]?.value ?? "";
  }

  const given = () => Object.fromEntries(schema.questions
    .filter((one) => one.type !== "section").map((one) => [one.key, answer(one)]));
  const evaluate = (whole) => window.SenSurvey.evaluate(schema, given(), whole);
  const inside = (step) => questions.filter((question) => step.contains(question));
  const asked = () => steps.filter((step) => inside(step).some((question) => !question.hidden));

  function show() {
    const visible = new Set(evaluate(false).visible);
    questions.forEach((question) => { question.hidden = !visible.has(question.dataset.question); });
    const open = asked();
    current = Math.max(0, Math.min(current, open.length - 1));
    steps.forEach((step) => { step.hidden = step !== open[current]; });
    const last = current >= open.length - 1;
    nav.hidden = open.length < 2;
    nav.querySelector("[data-back]").hidden = current === 0;
    nav.querySelector("[data-next]").hidden = last;
    page.querySelector("[data-send]").hidden = !last;
    const progress = page.querySelector("[data-progress]");
    progress.hidden = open.length < 2;
    progress.textContent = words.progress.replace("{n}", current + 1).replace("{all}", open.length);
  }

  function fault(question, wrong) {
    question.querySelector("[data-fault]")?.remove();
    question.querySelector(".field").classList.toggle("field-wrong", Boolean(wrong));
    if (!wrong) return;
    const line = document.createElement("p");
    line.className = "error";
    line.dataset.fault = "";
    line.setAttribute("role", "alert");
    line.textContent = (words[wrong.code] || words["answer-kind"])
      .replace("{least}", wrong.facts.least).replace("{most}", wrong.facts.most);
    question.querySelector(".field").append(line);
  }

  /* Whether a step can be left; what is wrong in it is said and the first of it is gone to. */
  function complete(step) {
    const { faults } = evaluate(true);
    const shown = inside(step).filter((question) => !question.hidden);
    shown.forEach((question) => fault(question, faults.get(question.dataset.question)));
    const first = shown.find((question) => faults.has(question.dataset.question));
    first?.querySelector("input, select, textarea")?.focus();
    return !first;
  }

  function go(by) {
    if (by > 0 && !complete(asked()[current])) return;
    current += by;
    show();
    const step = asked()[current];
    step.tabIndex = -1;
    step.focus({ preventScroll: true });
    page.scrollIntoView();
  }

  /* An option that stands alone, chosen, takes the others back, and the other way round. */
  function alone(field) {
    const one = byKey.get(field.closest("[data-question]")?.dataset.question);
    if (field.type !== "checkbox" || !field.checked || !one?.options) return;
    const only = (key) => one.options.some((option) => option.key === key && option.exclusive);
    named(one.key).filter((other) => other.name === field.name && other !== field)
      .filter((other) => only(field.value) || only(other.value))
      .forEach((other) => { other.checked = false; });
  }

  /* The draft. Of an anonymous survey it stands under a code that this browser makes and keeps;
     on a shared device there is none. */
  const CODE = `survey:${page.dataset.survey}`;
  let rev = Number(page.dataset.rev);
  let timer, saving = Promise.resolve();

  function code() {
    if (page.dataset.identity !== "anonymous") return undefined;
    let kept = localStorage.getItem(CODE);
    if (!kept) {
      kept = [...crypto.getRandomValues(new Uint8Array(20))]
        .map((byte) => byte.toString(16).padStart(2, "0")).join("");
      localStorage.setItem(CODE, kept);
    }
    return kept;
  }

  async function save() {
    const told = page.querySelector("[data-kept]");
    try {
      const taken = await fetch(address, {
        method: "PUT",
        headers: { Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify({ rev: rev + 1, answers: given(), key: code(), token: form.token?.value }),
      });
      const answered = await taken.json();
      if (taken.ok) rev = answered.rev;
      told.textContent = taken.ok ? words.kept : answered.title;
    } catch {
      told.textContent = words.lost;
    }
  }

  function later() {
    if (!("rev" in page.dataset)) return;
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, PAUSE);
  }

  function fill(answers) {
    for (const [key, said] of Object.entries(answers)) {
      const one = byKey.get(key);
      for (const field of one ? named(key) : []) {
        const below = part(field, key);
        const value = one.rows?.length ? said[below]
          : one.type === "ranking" ? said.indexOf(below) + 1 || "" : said;
        if (/checkbox|radio/.test(field.type)) field.checked = [value].flat().map(String).includes(field.value);
        else field.value = value ?? "";
      }
    }
  }

  async function resume() {
    if (page.dataset.rev === undefined || page.dataset.identity !== "anonymous") return;
    form.elements.draft_key.value = code();
    const kept = await (await fetch(`${address}?key=${code()}`, { headers: { Accept: "application/json" } })).json();
    if (!kept.rev || rev) return;
    rev = kept.rev;
    if (!page.querySelector(".field-wrong")) fill(kept.answers);
    show();
  }

  form.addEventListener("input", ({ target }) => {
    alone(target);
    const question = target.closest("[data-question]");
    if (question?.querySelector("[data-fault]")) fault(question, evaluate(true).faults.get(question.dataset.question));
    show();
    later();
  });
  nav.querySelector("[data-back]").addEventListener("click", () => go(-1));
  nav.querySelector("[data-next]").addEventListener("click", () => go(1));
  /* Before sen.js locks the form against a second tap. */
  window.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    const wrong = asked().findIndex((step) => !complete(step));
    if (wrong < 0) {
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    current = wrong;
    show();
    complete(asked()[wrong]);
  }, true);

  show();
  current = Math.max(0, asked().findIndex((step) => step.querySelector(".field-wrong")));
  show();
  resume().catch(() => {});
})();
