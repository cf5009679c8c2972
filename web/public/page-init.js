// Runs before the first paint. It is a file of its own because the content security policy allows no inline script.
(function () {
  // A dark page must never flash white. Keep the key and the values equal to src/lib/theme.ts.
  var choice = "system";
  try {
    choice = localStorage.getItem("assay.theme") || "system";
  } catch {
    // Storage can be forbidden; the system's own preference is then the best guess.
  }
  var dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";

  // The files of the screen that is asked for come along with the entry instead of after it (scripts/named-screens.ts).
  var meta = document.querySelector('meta[name="screens"]');
  var screen = (meta ? JSON.parse(meta.content) : []).find(function (entry) {
    return entry[0] === "/" ? location.pathname === "/" : location.pathname.startsWith(entry[0]);
  });
  (screen || []).slice(1).forEach(function (file) {
    var link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = file;
    document.head.append(link);
  });

  // And so does what the screen will ask the server for; src/lib/api/early.ts hands it over. Of a review nothing is
  // asked before it is known who is there.
  var early = (window.assayEarly = {});
  function ask(path) {
    var answer = fetch(path, { headers: { Accept: "application/json" } });
    answer.catch(function () {}); // whoever takes it hears of it
    early[path] = answer;
    return answer;
  }
  if (location.pathname === "/") ask("/readyz");
  var review = /^\/reviews\/[\w-]+$/.exec(location.pathname);
  ask("/api/session")
    .then(function (answer) {
      return answer.clone().json();
    })
    .then(function (session) {
      if (!review || (session.access_control && !session.signed_in)) return;
      ask("/api" + review[0]);
      ask("/api" + review[0] + "/code");
    })
    .catch(function () {});
})();
