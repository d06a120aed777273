// What a reader sets: light or dark, which marks are shown, whether single keys are shortcuts. Kept in
// the browser where it allows that.

const THEMES = ["auto", "light", "dark"];

function kept(name) {
  try {
    return localStorage.getItem("extractor-review-" + name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem("extractor-review-" + name, value);
  } catch {
    // a browser that keeps nothing for files: the setting holds until the page is closed
  }
}

function setTheme(theme) {
  const wanted = THEMES.includes(theme) ? theme : "auto";
  if (wanted === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  byId("theme").textContent = { auto: "Auto", light: "Light", dark: "Dark" }[wanted];
  byId("theme").setAttribute("aria-label", "Colours: " + wanted + ". Change");
  byId("theme").dataset.theme = wanted;
}

function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(byId("theme").dataset.theme) + 1) % THEMES.length];
  setTheme(theme);
  keep("theme", theme);
  announce("Colours: " + theme);
}

/** Which marks the text shows: the legend's switches. */
function setMark(button, on) {
  button.setAttribute("aria-pressed", String(on));
  byId("sheet").classList.toggle("without-" + button.dataset.mark, !on);
}

function readSettings() {
  setTheme(kept("theme"));
  byId("keys-on").checked = kept("keys") !== "off";
}
