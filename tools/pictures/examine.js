/* What a machine can see wrong with the page as it stands. Returns pairs [kind, text]. */
(lang) => {
  "use strict";
  const LEAST_TARGET = 44;
  const LEAST_TEXT = 16;
  const VIETNAMESE = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;
  /* A placeholder that nobody filled, or a value of the machine that reached the reader. */
  const UNFILLED = /\{[a-z_]*\}|%\([a-z_]+\)s|\b(None|undefined|NaN|True|False)\b/;
  const found = new Map();
  const say = (kind, text) => found.set(`${kind} ${text}`, [kind, text]);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest(".visually-hidden, .trap, .skip, [inert]");

  function name(element) {
    const classes = element.className && element.className.baseVal === undefined
      ? `.${element.className.trim().split(/\s+/).join(".")}` : "";
    const words = (element.innerText || element.value || element.getAttribute("aria-label") || "").trim();
    return `${element.tagName.toLowerCase()}${classes} “${words.replace(/\s+/g, " ").slice(0, 40)}”`;
  }

  function sideways() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return;
    const wide = [...document.body.querySelectorAll("*")].filter((element) => shown(element)
      && element.getBoundingClientRect().right > root.clientWidth + 1);
    say("sideways", `${root.scrollWidth} px wide: ${wide.slice(-1).map(name)}`);
  }

  /* WCAG 2.5.8 excepts a link inside a sentence: its height is the line's. */
  function insideText(element) {
    if (element.tagName !== "A" || !getComputedStyle(element).display.startsWith("inline")) return false;
    const beside = [...element.parentElement.childNodes].filter((node) => node !== element)
      .map((node) => node.textContent.trim()).join("");
    return beside.length > 0 && getComputedStyle(element).display === "inline";
  }

  /* The target of a tick is its whole label. */
  function target(element) {
    const label = /^(checkbox|radio)$/.test(element.type) ? element.closest("label") : null;
    return (label || element).getBoundingClientRect();
  }

  function targets() {
    document.querySelectorAll("a[href], button, input, select, summary, textarea").forEach((element) => {
      if (element.type === "hidden" || !shown(element) || insideText(element)) return;
      const { width, height } = target(element);
      if (width === 0 && height === 0) return;
      if (width < LEAST_TARGET - 0.1 || height < LEAST_TARGET - 0.1) {
        say("target", `${Math.round(width)} × ${Math.round(height)} px: ${name(element)}`);
      }
    });
  }

  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      const element = walker.currentNode.parentElement;
      if (!text || /^(SCRIPT|STYLE|TITLE|DESC)$/i.test(element.tagName) || !shown(element)) continue;
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (size < LEAST_TEXT) say("small text", `${size} px: ${name(element)}`);
      if (UNFILLED.test(text)) say("unfilled", `“${text.slice(0, 80)}”`);
      if (lang === "en") foreign(element, text);
    }
  }

  /* Names and what people wrote carry lang="vi"; anything else in Vietnamese was not translated.
     Within a sentence of an attribute a name cannot be marked: it is known from the page. */
  const names = [...document.querySelectorAll("[lang=vi]")].map((one) => one.textContent.trim())
    .filter((text) => text && text.length < 80).sort((a, b) => b.length - a.length);

  function foreign(element, text) {
    if (element.tagName === "TEXTAREA" || element.closest("[lang]").getAttribute("lang") === "vi") return;
    if (VIETNAMESE.test(names.reduce((left, one) => left.replaceAll(one, ""), text))) {
      say("untranslated", `“${text.replace(/\s+/g, " ").slice(0, 80)}”`);
    }
  }

  function attributes() {
    ["aria-label", "title", "alt", "placeholder", "data-copied", "data-offline"].forEach((attribute) => {
      document.querySelectorAll(`[${attribute}]`).forEach((element) => {
        const text = element.getAttribute(attribute);
        if (lang === "en") foreign(element, text);
        if (UNFILLED.test(text)) say("unfilled", `${attribute} “${text.slice(0, 80)}”`);
        if (!text.trim() && attribute !== "alt") say("empty", `${attribute} of ${name(element)}`);
      });
    });
  }

  function empty() {
    document.querySelectorAll("a, button, label, legend, summary, h1, h2, h3, th, dt, dd, .chip, .notice")
      .forEach((element) => {
        const says = element.textContent.trim() || element.getAttribute("aria-label")
          || element.querySelector("img[alt]:not([alt=''])");
        if (shown(element) && !says) say("empty", name(element));
      });
  }

  sideways();
  targets();
  texts();
  attributes();
  empty();
  return [...found.values()];
}
