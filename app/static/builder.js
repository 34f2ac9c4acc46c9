/* The condition of a question: of the answers only those of the chosen question, and the field for
   a number, day or text only where there are none. Without this file all stand there, in groups. */
(() => {
  "use strict";
  const page = document.querySelector("[data-condition]");
  if (!page) return;
  const [when, test] = ["when", "test"].map((name) => page.querySelector(`[name=${name}]`));
  const values = [...page.querySelectorAll("[data-value]")];
  const written = page.querySelector("[data-written]");

  function show() {
    const always = when.value === "";
    const bare = always || test.value === "answered" || test.value === "unanswered";
    let options = false;
    for (const place of values) {
      for (const group of place.querySelectorAll("optgroup")) {
        group.hidden = group.disabled = group.dataset.of !== when.value;
        options ||= !group.hidden;
      }
      const chosen = place.querySelector("option:checked");
      if (chosen?.parentElement.hidden) place.querySelector("select").value = "";
    }
    test.closest(".field").hidden = always;
    values.forEach((place) => { place.hidden = bare || !options; });
    written.hidden = bare || options;
  }

  page.addEventListener("change", show);
  show();
})();
