// Light or dark: the system's choice, until someone makes their own.

const KEY = "everloop-sandbox-theme";

/** Applies the theme that was chosen before; called first of all, so that the page doesn't flash. */
export function applyTheme() {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

/** Makes the button switch between light and dark. */
export function startTheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => {
    button.setAttribute("aria-label", dark() ? "Switch to the light theme" : "Switch to the dark theme");
    button.title = button.getAttribute("aria-label");
  };
  button.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    show();
  });
  system.addEventListener("change", show);
  show();
}
