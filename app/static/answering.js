/* The page on which a survey is answered, on top of survey.js: what is not asked is hidden at once,
   one section stands alone as a step, and what is missing is said beside its question. Without this
   file the buttons ask the server for the next step. keeping.js keeps and sends what she wrote. */
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
    page.dataset.step = steps.indexOf(open[current]);
    const last = current >= open.length - 1;
    nav.hidden = open.length < 2;
    const button = (name) => nav.querySelector(`[data-${name}]`) || {};
    button("back").hidden = current === 0;
    button("next").hidden = last;
    page.querySelector("[data-send]").hidden = !last;
    page.querySelector("[data-review]")?.remove();
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
    line.textContent = wrong.said || (words[wrong.code] || words["answer-kind"])
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
    if (!step) return;
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

  function fill(answers) {
    for (const [key, said] of Object.entries(answers)) {
      const one = byKey.get(key);
      for (const field of one ? named(key) : []) {
        const below = part(field, key);
        const value = one.rows?.length ? said[below]
          : one.type === "ranking" ? said.indexOf(below) + 1 || "" : said;
        if (/checkbox|radio/.test(field.type)) field.checked = [value].flat().map(String).includes(field.value);
        else field.value = typeof value === "number" ? window.SenSurvey.written(value) : value ?? "";
      }
    }
  }

  /* The first step that cannot be sent as it is, shown with what is wrong in it. */
  function ready() {
    const wrong = asked().findIndex((step) => !complete(step));
    if (wrong < 0) return true;
    current = wrong;
    show();
    complete(asked()[wrong]);
    return false;
  }

  /* What the server found: beside its questions, the first of them shown. */
  function refused(errors) {
    const wrong = new Map(errors.map(({ pointer, detail }) =>
      [pointer.split("/")[2]?.replaceAll("~1", "/").replaceAll("~0", "~"), detail]));
    questions.forEach((question) => {
      const said = wrong.get(question.dataset.question);
      fault(question, said && { said, facts: {} });
    });
    const first = asked().findIndex((step) => inside(step).some((one) => wrong.has(one.dataset.question)));
    if (first >= 0) current = first;
    show();
  }

  form.addEventListener("input", ({ target }) => {
    alone(target);
    const question = target.closest("[data-question]");
    if (question?.querySelector("[data-fault]")) fault(question, evaluate(true).faults.get(question.dataset.question));
    show();
  });

  /* A preview's buttons send nothing; those of a form that is sent go by keeping.js. */
  nav.addEventListener("click", ({ target }) => {
    if (target.type === "button") go("next" in target.dataset ? 1 : -1);
  });

  const first = steps[page.dataset.step];
  show();
  const wrong = asked().findIndex((step) => step.querySelector(".field-wrong"));
  current = Math.max(0, wrong < 0 ? asked().indexOf(first) : wrong);
  show();
  window.SenAnswer = { page, form, words, given, fill, show, go, ready, refused };
})();
