// Runs before the first paint, so that a dark page never flashes white. It is a file of its own because the
// content security policy allows no inline script. Keep the key and the values equal to src/lib/theme.ts.
(function () {
  var choice = "system";
  try {
    choice = localStorage.getItem("assay.theme") || "system";
  } catch {
    // Storage can be forbidden; the system's own preference is then the best guess.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
