// Shows /openapi.json. Everything is made with textContent: nothing in the document is taken as HTML.

function make(tag, options = {}, ...children) {
  const { text, className, ...attributes } = options;
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Paragraphs with `code` in them: all the Markdown that the descriptions use.
const inline = (text) =>
  text.split(/(`[^`]+`)/).map((piece) => (piece.startsWith("`") ? make("code", { text: piece.slice(1, -1) }) : piece));

function prose(text) {
  const paragraphs = (text ?? "").split("\n\n").filter(Boolean);
  return make("div", {}, ...paragraphs.map((paragraph) => make("p", {}, ...inline(paragraph))));
}

const nameOf = (reference) => reference.split("/").pop();
const resolve = (api, value) =>
  value?.$ref ? value.$ref.slice(2).split("/").reduce((at, key) => at[key], api) : value;

function typeText(schema) {
  if (!schema) return "";
  if (schema.$ref) return nameOf(schema.$ref);
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return either.map(typeText).join(" or ");
  if (schema.allOf) return schema.allOf.map(typeText).join(" with ");
  if (schema.enum) return schema.enum.map((value) => `"${value}"`).join(" | ");
  const types = [schema.type].flat().map((type) => (type === "array" ? `array of ${typeText(schema.items)}` : type));
  return types.join(" or ");
}

function limits(schema) {
  const said = [];
  if (schema.minimum !== undefined && schema.maximum !== undefined) said.push(`${schema.minimum} to ${schema.maximum}`);
  else if (schema.minimum !== undefined) said.push(`at least ${schema.minimum}`);
  if (schema.minLength) said.push("not empty");
  if (schema.maxLength) said.push(`at most ${schema.maxLength} characters`);
  if (schema.default !== undefined) said.push(`default ${schema.default}`);
  if (schema.format) said.push(schema.format);
  return said.join(", ");
}

// A type, with links to the named schemas in it.
function typeCell(schema) {
  const cell = make("span");
  typeText(schema).split(/\b([A-Z][A-Za-z]+)\b/).forEach((piece, i) =>
    cell.append(i % 2 ? make("a", { text: piece, href: `#schema-${piece}` }) : piece),
  );
  return cell;
}

function fieldTable(api, schema) {
  const parts = (schema.allOf ?? [schema]).map((part) => resolve(api, part));
  const rows = parts.flatMap((part) =>
    Object.entries(part.properties ?? {}).map(([name, field]) => {
      const optional = !(part.required ?? []).includes(name);
      return make("tr", {},
        make("th", { scope: "row" }, make("code", { text: name }), optional ? make("span", { className: "quiet", text: " optional" }) : null),
        make("td", {}, typeCell(field), make("div", { className: "quiet", text: limits(field) })),
        make("td", {}, prose(field.description)));
    }),
  );
  if (rows.length === 0) return make("p", {}, typeCell(schema));
  return make("div", { className: "wide", role: "group", tabindex: "0", "aria-label": "Table" }, make("table", {}, make("tbody", {}, ...rows)));
}

function exampleOf(content) {
  if (!content) return undefined;
  if (content.example !== undefined) return content.example;
  return Object.values(content.examples ?? {})[0]?.value;
}

const show = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));
const shellQuote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curl(method, path, operation, parameters) {
  const filled = parameters
    .filter((parameter) => parameter.in === "path")
    .reduce((at, parameter) => at.replace(`{${parameter.name}}`, parameter.example ?? parameter.name), path);
  const words = ["curl"];
  if (operation.responses["200"]?.content?.["text/event-stream"]) words.push("-N");
  if (method !== "get") words.push("-X", method.toUpperCase());
  words.push(shellQuote(location.origin + filled));
  const body = exampleOf(operation.requestBody?.content?.["application/json"]);
  if (body !== undefined) words.push("-H 'Content-Type: application/json'", "-d", shellQuote(JSON.stringify(body)));
  return words.join(" ");
}

function copyable(text) {
  const button = make("button", { type: "button", text: "Copy" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it by hand";
    }
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  return make("div", {}, make("pre", {}, make("code", { text })), button);
}

// Reading calls without parameters can be tried here; the rest is one paste away.
function tryButton(path) {
  const output = make("pre", { hidden: "" }, make("code"));
  const button = make("button", { type: "button", text: "Try it" });
  button.addEventListener("click", async () => {
    output.hidden = false;
    const code = output.firstChild;
    code.textContent = "…";
    try {
      const answer = await fetch(path);
      const text = await answer.text();
      let body = text;
      try {
        body = JSON.stringify(JSON.parse(text), null, 2);
      } catch {
        // Not JSON: shown as it is.
      }
      code.textContent = `${answer.status} ${answer.statusText}\n\n${body}`;
    } catch (error) {
      code.textContent = `The server can't be reached: ${error.message}`;
    }
  });
  return make("div", {}, button, output);
}

function responseRow(api, status, raw) {
  const response = resolve(api, raw);
  const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
  const example = exampleOf(content);
  const headers = Object.keys(response.headers ?? {});
  return make("details", {},
    make("summary", {}, make("code", { text: status }), " ", ...inline(response.description), " ",
      make("span", { className: "quiet", text: type ?? "" })),
    content?.schema ? make("p", {}, typeCell(content.schema)) : null,
    headers.length ? make("p", { className: "quiet", text: `Fields: ${headers.join(", ")}` }) : null,
    example === undefined ? null : make("pre", {}, make("code", { text: show(example) })));
}

function operationCard(api, path, method, operation, shared) {
  const parameters = [...(shared ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve(api, parameter));
  const card = make("article", { id: operation.operationId },
    make("h3", {}, make("span", { className: `method ${method}`, text: method.toUpperCase() }), make("code", { text: path })),
    make("p", { text: operation.summary }), prose(operation.description));
  if (parameters.length) {
    const rows = parameters.map((parameter) => make("tr", {},
      make("th", { scope: "row" }, make("code", { text: parameter.name }), make("span", { className: "quiet", text: ` ${parameter.in}` })),
      make("td", {}, typeCell(parameter.schema), make("div", { className: "quiet", text: limits(resolve(api, parameter.schema)) })),
      make("td", {}, prose(parameter.description))));
    card.append(make("h4", { text: "Parameters" }), make("div", { className: "wide", role: "group", tabindex: "0", "aria-label": "Table" }, make("table", {}, make("tbody", {}, ...rows))));
  }
  const body = operation.requestBody?.content?.["application/json"];
  if (body) card.append(make("h4", { text: "Body" }), make("p", {}, typeCell(body.schema)), fieldTable(api, resolve(api, body.schema)));
  card.append(make("h4", { text: "Answers" }),
    ...Object.entries(operation.responses).map(([status, response]) => responseRow(api, status, response)));
  card.append(make("h4", { text: "Command" }), copyable(curl(method, path, operation, parameters)));
  const stream = operation.responses["200"]?.content?.["text/event-stream"];
  if (method === "get" && !path.includes("{") && !stream && path !== "/docs") card.append(make("h4", { text: "Here" }), tryButton(path));
  return card;
}

function showApi(api) {
  const main = document.querySelector("#main");
  const menu = document.querySelector("#menu");
  main.replaceChildren(make("h1", { text: `${api.info.title} API ${api.info.version}` }), prose(api.info.description),
    make("p", {}, make("a", { href: "/openapi.json", text: "openapi.json" })));
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    ["get", "post", "put", "patch", "delete"].filter((method) => item[method])
      .map((method) => ({ path, method, operation: item[method], shared: item.parameters })));
  for (const tag of api.tags) {
    const list = make("ul");
    main.append(make("h2", { className: "tag", text: tag.name }), prose(tag.description));
    for (const { path, method, operation, shared } of operations.filter((one) => one.operation.tags.includes(tag.name))) {
      main.append(operationCard(api, path, method, operation, shared));
      list.append(make("li", {}, make("a", { href: `#${operation.operationId}`, text: operation.summary })));
    }
    menu.append(make("h2", { text: tag.name }), list);
  }
  main.append(make("h2", { className: "tag", text: "Schemas" }));
  for (const [name, schema] of Object.entries(api.components.schemas)) {
    main.append(make("article", { id: `schema-${name}` }, make("h3", { text: name }), prose(schema.description), fieldTable(api, schema)));
  }
  if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
}

// On a phone the list of operations would stand between the reader and everything else.
const narrow = matchMedia("(max-width: 52rem)");
const fold = () => {
  document.querySelector("#operations").open = !narrow.matches;
};
narrow.addEventListener("change", fold);
fold();

try {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  showApi(await answer.json());
} catch (error) {
  document.querySelector("#state").textContent = `The API description could not be loaded: ${error.message}`;
}
