#include "analysis/language_detect.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "analysis/rules/regex.hpp"

namespace assay::analysis {
namespace {

using core::Language;

struct Named {
  std::string_view name;
  Language language;
};

constexpr std::array kExtensions = {
    Named{"py", Language::python},
    Named{"pyi", Language::python},
    Named{"pyw", Language::python},
    Named{"js", Language::javascript},
    Named{"mjs", Language::javascript},
    Named{"cjs", Language::javascript},
    Named{"jsx", Language::javascript},
    Named{"ts", Language::typescript},
    Named{"mts", Language::typescript},
    Named{"cts", Language::typescript},
    Named{"tsx", Language::typescript},
    Named{"java", Language::java},
    Named{"go", Language::go},
    Named{"c", Language::c},
    Named{"h", Language::c},
    Named{"cc", Language::cpp},
    Named{"cpp", Language::cpp},
    Named{"cxx", Language::cpp},
    Named{"c++", Language::cpp},
    Named{"hpp", Language::cpp},
    Named{"hh", Language::cpp},
    Named{"hxx", Language::cpp},
    Named{"ipp", Language::cpp},
    Named{"inl", Language::cpp},
    Named{"ino", Language::cpp},
    Named{"cs", Language::csharp},
    Named{"csx", Language::csharp},
    Named{"rs", Language::rust},
    Named{"rb", Language::ruby},
    Named{"rake", Language::ruby},
    Named{"gemspec", Language::ruby},
    Named{"php", Language::php},
    Named{"phtml", Language::php},
    Named{"kt", Language::kotlin},
    Named{"kts", Language::kotlin},
    Named{"swift", Language::swift},
    Named{"scala", Language::scala},
    Named{"sc", Language::scala},
    Named{"sh", Language::bash},
    Named{"bash", Language::bash},
    Named{"zsh", Language::bash},
    Named{"lua", Language::lua},
    Named{"sql", Language::sql},
    Named{"html", Language::html},
    Named{"htm", Language::html},
    Named{"css", Language::css},
    Named{"json", Language::json},
    Named{"webmanifest", Language::json},
    Named{"yaml", Language::yaml},
    Named{"yml", Language::yaml},
    Named{"toml", Language::toml},
    Named{"txt", Language::text},
    Named{"md", Language::text},
    Named{"rst", Language::text},
    Named{"csv", Language::text},
    Named{"log", Language::text},
};

constexpr std::array kFilenames = {
    Named{"Rakefile", Language::ruby},      Named{"Gemfile", Language::ruby},
    Named{"Vagrantfile", Language::ruby},   Named{"SConstruct", Language::python},
    Named{".bashrc", Language::bash},       Named{".profile", Language::bash},
    Named{".bash_profile", Language::bash}, Named{"Cargo.lock", Language::toml},
    Named{"Pipfile", Language::toml},
};

constexpr std::array kInterpreters = {
    Named{"python", Language::python},   Named{"node", Language::javascript},
    Named{"deno", Language::typescript}, Named{"bash", Language::bash},
    Named{"dash", Language::bash},       Named{"zsh", Language::bash},
    Named{"ksh", Language::bash},        Named{"sh", Language::bash},
    Named{"ruby", Language::ruby},       Named{"php", Language::php},
    Named{"lua", Language::lua},         Named{"bun", Language::typescript},
};

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Something that a language's texts have and others rarely do.
struct Hint {
  Language language;
  int weight;
  const char* pattern;
};

constexpr std::array kHints = {
    Hint{Language::php, 20, "<\\?php|<\\?="},
    Hint{Language::html, 15, "(?i)^\\s*<!doctype html|^\\s*<html"},
    Hint{Language::python, 6, "(?m)^\\s*def \\w+\\(.*\\)\\s*(->.*)?:\\s*(#.*)?$"},
    Hint{Language::python, 6, "(?m)^\\s*(if|elif|for|while|try|except|else|with|class)\\b[^{;]*:\\s*(#.*)?$"},
    Hint{Language::python, 5, "(?m)^(from [\\w.]+ import |import \\w+(\\.\\w+)*(\\s+as \\w+)?\\s*$)"},
    Hint{Language::python, 3, "(?m)^\\s*(print\\(|self\\.|async def |@\\w+\\s*$|raise \\w+|elif )"},
    Hint{Language::java, 8,
         "(?m)^\\s*(public|private|protected)\\s+(static\\s+)?(final\\s+)?(class|interface|enum|void|[A-Z]"
         "\\w*(<.*>)?)\\s+\\w+"},
    Hint{Language::java, 8, "(?m)^import (static )?(java|javax|org|com)\\.[\\w.*]+;|^package [\\w.]+;"},
    Hint{Language::java, 4, "System\\.out\\.print|@Override|\\bthrows \\w+Exception"},
    Hint{Language::csharp, 10, "(?m)^\\s*using (System|Microsoft)[\\w.]*;"},
    Hint{Language::csharp, 4, "(?m)^\\s*namespace [\\w.]+\\s*[;{]?\\s*$"},
    Hint{Language::csharp, 5,
         "Console\\.Write|\\bstring\\[\\] args|\\{ get; (private )?set; \\}|\\bvar \\w+ = new \\w"},
    Hint{Language::go, 12, "(?m)^package \\w+\\s*$"},
    Hint{Language::go, 3, "(?m)^func (\\(\\w+ \\*?\\w+\\) )?\\w+\\("},
    Hint{Language::go, 5, "\\w := |\\bfmt\\.\\w+\\(|\\berr != nil\\b"},
    Hint{Language::rust, 8,
         "(?m)^\\s*(pub(\\(\\w+\\))? )?(fn \\w+|impl\\b|struct \\w+|enum \\w+|mod \\w+)|^use [\\w:]+(::|;)"},
    Hint{Language::rust, 6, "\\blet mut |println!\\(|->\\s*(Result|Option|Self|&)|\\bmatch \\w+ \\{"},
    Hint{Language::cpp, 10,
         "(?m)^#include <(iostream|vector|string|memory|map|algorithm|utility|cstdio|cstdlib|cstring)>"},
    Hint{Language::cpp, 8,
         "\\bstd::|\\btemplate\\s*<|\\bnamespace "
         "\\w+\\s*\\{|(?m)^\\s*(public|private|protected):|\\bcout\\s*<<|\\bnullptr\\b"},
    Hint{Language::c, 7, "(?m)^#\\s*(include\\s*[<\"][\\w/.]+\\.h[>\"]|define \\w+|ifdef|ifndef)"},
    Hint{Language::c, 5,
         "(?m)^(static |extern |const |unsigned )*(int|void|char|long|float|double|size_t|struct "
         "\\w+)\\s+\\*?\\w+\\s*\\([^;{]*\\)\\s*\\{?\\s*$"},
    Hint{Language::c, 3, "\\b(printf|malloc|free|strlen|strcpy|memcpy|sizeof)\\s*\\("},
    Hint{Language::typescript, 8,
         "(?m)^\\s*(export )?(interface \\w+|type \\w+\\s*=|enum "
         "\\w+)|:\\s*(string|number|boolean|any|void|unknown)\\b(\\[\\])?\\s*[;,)=|{]"},
    Hint{Language::typescript, 4,
         "\\bas (const|any|unknown|string)\\b|\\bimport type\\b|\\breadonly \\w+:|\\bprivate \\w+:"},
    Hint{Language::javascript, 6,
         "(?m)\\b(const|let|var) [\\w{}\\[\\], ]+ = |\\bfunction\\s*\\w*\\s*\\(|=>\\s*[{(\\w]"},
    Hint{Language::javascript, 5,
         "\\brequire\\(['\"]|\\bconsole\\.log\\(|\\bmodule\\.exports\\b|(?m)^import .* from "
         "['\"]|\\bdocument\\.|==="},
    Hint{Language::ruby, 7,
         "(?m)^\\s*(def \\w+[?!]?(\\(.*\\))?\\s*$|class \\w+( < [\\w:]+)?\\s*$|module "
         "\\w+\\s*$|require(_relative)? ['\"])"},
    Hint{Language::ruby, 5,
         "(?m)\\bdo \\|\\w+(, \\w+)*\\||^\\s*end\\s*$|\\bputs "
         "|\\battr_(reader|accessor|writer)\\b|\\.each\\b"},
    Hint{Language::kotlin, 9,
         "(?m)^\\s*(suspend |private |override |internal |inline )*fun (\\w+\\.)?\\w+\\(|\\bdata class "
         "|\\bval \\w+\\s*(:\\s*\\w+)?\\s*="},
    Hint{Language::swift, 8,
         "(?m)^\\s*(public |private |override |static )*func \\w+.*(->|\\{)|\\bguard let |\\bif let |^import "
         "(Foundation|UIKit|SwiftUI)|\\blet \\w+: [A-Z]"},
    Hint{Language::scala, 9,
         "(?m)^\\s*(case )?(class|object|trait) \\w+.*(extends|\\{|\\()|\\bdef "
         "\\w+(\\[.*\\])?(\\(.*\\))?\\s*(:\\s*[\\w\\[\\]]+)?\\s*="},
    Hint{Language::lua, 8,
         "(?m)^\\s*local (function )?\\w+|^\\s*function [\\w.:]+\\(.*\\)\\s*$|\\.\\.\\s*[\"']|~="},
    Hint{Language::lua, 4, "(?m)^\\s*(else)?if [^\\[;]+[^;\\]] then\\s*$"},
    Hint{Language::bash, 7,
         "(?m)^\\s*(if \\[\\[? |fi\\s*$|done\\s*$|esac\\s*$|export \\w+=|echo [\"'$]|set "
         "-[eux]+)|\\$\\{\\w+[:}#%/]"},
    Hint{Language::sql, 9,
         "(?im)^\\s*(select .+ from |insert into |create (table|index|view|or replace) |alter table |update "
         "\\w+ set |delete from )"},
    Hint{Language::css, 8, "(?m)^[.#@]?[\\w-]+([ ,.>:#\\w-]*)\\s*\\{\\s*$[^{}]*^\\s*[\\w-]+:\\s*[^;{}]+;"},
    Hint{Language::toml, 7, "(?m)^\\[{1,2}[\\w.\"-]+\\]{1,2}\\s*$"},
    Hint{Language::yaml, 5, "(?m)^---\\s*$|^\\w[\\w-]*:\\s*$|^\\s*- \\w[\\w-]*:\\s"},
};

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  const bool object = text[first] == '{' && text[last] == '}';
  const bool array = text[first] == '[' && text[last] == ']';
  if (!object && !array) return false;
  const std::size_t next = text.find_first_not_of(" \t\r\n", first + 1);
  return next != std::string_view::npos &&
         (object ? text[next] == '"' || text[next] == '}'
                 : std::string_view("\"[{-0123456789]tfn").find(text[next]) != std::string_view::npos);
}

bool looks_like_cpp(std::string_view header) {
  static const Regex pattern(
      "(?m)^\\s*(class \\w+|namespace \\w+|template\\s*<|using "
      "\\w+|public:|private:|protected:)|\\bstd::|\\bconstexpr\\b|"
      "\\boperator\\s*[=+<>\\[(]|^#include <[a-z_]+>\\s*$");
  return pattern.matches(header);
}

Language guess(std::string_view code) {
  if (looks_like_json(code)) return Language::json;
  static const auto patterns = [] {
    std::array<std::unique_ptr<Regex>, kHints.size()> built;
    for (std::size_t i = 0; i < built.size(); ++i) built[i] = std::make_unique<Regex>(kHints[i].pattern);
    return built;
  }();
  std::array<int, 32> points{};
  for (std::size_t i = 0; i < kHints.size(); ++i) {
    if (patterns[i]->matches(code)) points[static_cast<std::size_t>(kHints[i].language)] += kHints[i].weight;
  }
  // What one language shares with its older relative counts for both.
  points[static_cast<std::size_t>(Language::typescript)] +=
      points[static_cast<std::size_t>(Language::typescript)] > 0
          ? points[static_cast<std::size_t>(Language::javascript)]
          : 0;
  points[static_cast<std::size_t>(Language::cpp)] +=
      points[static_cast<std::size_t>(Language::cpp)] > 0 ? points[static_cast<std::size_t>(Language::c)] : 0;
  const auto* best = std::max_element(points.begin(), points.end());
  return *best >= 5 ? static_cast<Language>(best - points.begin()) : Language::text;
}

}  // namespace

Language language_of_filename(std::string_view filename) {
  const std::string_view name = base_name(filename);
  for (const Named& one : kFilenames) {
    if (one.name == name) return one.language;
  }
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return Language::automatic;
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto* found = std::find_if(kExtensions.begin(), kExtensions.end(),
                                   [&](const Named& one) { return one.name == extension; });
  return found == kExtensions.end() ? Language::automatic : found->language;
}

DetectedLanguage detect_language(std::string_view filename, std::string_view code) {
  const std::string_view head = code.substr(0, 65536);
  if (const Language by_name = language_of_filename(filename); by_name != Language::automatic) {
    // A header can be C or C++; only its content tells.
    if (by_name == Language::c && filename.ends_with(".h"))
      return {looks_like_cpp(head) ? Language::cpp : Language::c, true};
    return {by_name, true};
  }
  if (head.starts_with("#!")) {
    const std::string_view line = head.substr(0, head.find('\n'));
    for (const Named& one : kInterpreters) {
      const std::size_t at = line.find(one.name);
      if (at != std::string_view::npos && (line[at - 1] == '/' || line[at - 1] == ' '))
        return {one.language, true};
    }
  }
  if (head.starts_with("<?php")) return {Language::php, true};
  return {guess(head), false};
}

}  // namespace assay::analysis
