#include "fakes/answer_faults.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

#include "base/json_writer.hpp"

namespace assay::fakes {
namespace {

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string issues_only(const FakeReview& review) {
  const auto json = encode_review(review);
  const auto start = json.find('[');
  return json.substr(start, json.find("],\"advice\"") + 1 - start);
}

// ---- faults of what the review says

using Edit = std::function<void(FakeReview&, const Fault&)>;

void each(FakeReview& review, const std::function<void(FakeIssue&)>& edit) {
  std::for_each(review.issues.begin(), review.issues.end(), edit);
}

void move_lines(FakeReview& review, int by) {
  each(review, [by](FakeIssue& issue) {
    issue.start_line += by;
    issue.end_line += by;
  });
}

void use_synonyms(FakeReview& review) {
  static const std::map<std::string, std::string> kOther = {{"high", "CRITICAL"},
                                                            {"med", "Medium"},
                                                            {"low", "info"},
                                                            {"correctness", "Bug"},
                                                            {"performance", "perf"},
                                                            {"readability", "style"},
                                                            {"security", "Vulnerability"},
                                                            {"maintainability", "design"},
                                                            {"testability", "testing"}};
  each(review, [](FakeIssue& issue) {
    issue.severity = kOther.at(issue.severity);
    issue.category = kOther.at(issue.category);
  });
}

void loosen_quotes(FakeReview& review) {
  each(review, [](FakeIssue& issue) {
    std::string loose;
    for (const char c : issue.quote) loose += c == '"' ? "\xe2\x80\x9d" : c == ' ' ? "  " : std::string(1, c);
    issue.quote = std::move(loose);
  });
}

void double_issues(FakeReview& review) {
  std::vector<FakeIssue> twice;
  for (const auto& issue : review.issues) {
    twice.push_back(issue);
    twice.push_back(issue);
    twice.back().severity = issue.severity == "high" ? "med" : "high";
  }
  review.issues = std::move(twice);
}

const std::map<std::string, Edit, std::less<>>& edits() {
  static const std::map<std::string, Edit, std::less<>> kEdits = {
      {"no-issues", [](FakeReview& review, const Fault&) { review.issues.clear(); }},
      {"wrong-lines",
       [](FakeReview& review, const Fault& fault) {
         move_lines(review, static_cast<int>(fault.number("by", 1)));
       }},
      {"far-lines", [](FakeReview& review, const Fault&) { move_lines(review, 1'000'000); }},
      {"reversed-lines",
       [](FakeReview& review, const Fault&) {
         each(review, [](FakeIssue& issue) { issue.start_line = issue.end_line + 3; });
       }},
      {"invented",
       [](FakeReview& review, const Fault&) {
         each(review, [](FakeIssue& issue) { issue.quote = "this_call_is_nowhere(in, the, code);"; });
       }},
      {"loose-quotes", [](FakeReview& review, const Fault&) { loosen_quotes(review); }},
      {"synonyms", [](FakeReview& review, const Fault&) { use_synonyms(review); }},
      {"duplicates", [](FakeReview& review, const Fault&) { double_issues(review); }},
  };
  return kEdits;
}

// ---- faults of how the review is written

using Rewrite =
    std::function<std::string(const std::string& json, const FakeReview& review, const Fault& fault)>;

std::string confidence_texts(std::string json, const FakeReview& review) {
  for (const auto& issue : review.issues) {
    const auto field = json.find("\"confidence\":0");
    if (field == std::string::npos) break;
    const std::string_view text = issue.severity == "low"   ? "\"80%\""
                                  : issue.severity == "med" ? "\"8/10\""
                                                            : "\"high\"";
    json.replace(field, json.find(',', field) - field, "\"confidence\":" + std::string(text));
  }
  return json;
}

std::string line_texts(std::string json) {
  for (const std::string_view name : {"\"start_line\":", "\"end_line\":"}) {
    for (std::size_t at = 0; (at = json.find(name, at)) != std::string::npos;) {
      at += name.size();
      json.insert(at, 1, '"');
      json.insert(json.find_first_of(",}", at), 1, '"');
    }
  }
  return json;
}

const std::map<std::string, Rewrite, std::less<>>& rewrites() {
  using Json = const std::string&;
  using Review = const FakeReview&;
  using F = const Fault&;
  static const std::map<std::string, Rewrite, std::less<>> kRewrites = {
      {"garbage",
       [](Json, Review, F) { return std::string("I looked at the code and it seems fine to me overall."); }},
      {"says", [](Json, Review, F fault) { return fault.text("content", ""); }},
      {"blank",
       [](Json, Review, F fault) {
         return std::string(static_cast<std::size_t>(fault.number("bytes", 2000)), ' ');
       }},
      {"loop",
       [](Json json, Review, F fault) {
         std::string out = json.substr(0, json.find('[') + 1);
         const auto bytes = static_cast<std::size_t>(fault.number("bytes", 20'000));
         while (out.size() < bytes) out += R"({"quote":"x"},)";
         return out;
       }},
      {"fenced", [](Json json, Review, F) { return "```json\n" + json + "\n```"; }},
      {"fence4", [](Json json, Review, F) { return "````json\n" + json + "\n````\n"; }},
      {"fence-open", [](Json json, Review, F) { return "```\n" + json; }},
      {"prose",
       [](Json json, Review, F) {
         return "Here is my review {as asked} of the code [1]:\n\n" + json +
                "\n\nThe set {a, b} in [1] needs care.";
       }},
      {"think",
       [](Json json, Review, F) { return "<think>\nThe object {\"issues\": 1}? No.\n</think>\n\n" + json; }},
      {"two-objects", [](Json json, Review, F) { return "{\"status\":\"ok\",\"notes\":[]}\n" + json; }},
      {"bom", [](Json json, Review, F) { return "\xef\xbb\xbf" + json; }},
      {"invalid-utf8",
       [](Json json, Review, F) { return replace_all(json, "\"detail\":\"", "\"detail\":\"\xc3("); }},
      {"trailing-comma",
       [](Json json, Review, F) { return replace_all(replace_all(json, "\"}", "\",}"), "}]", "},]"); }},
      {"single-quotes",
       [](Json json, Review, F) {
         std::string out = replace_all(json, "'", "\\'");
         out = replace_all(out, "\\\"", "\x01");
         out = replace_all(out, "\"", "'");
         out = replace_all(out, "\x01", "\"");
         return replace_all(out, "'replacement':''", "'replacement':None");
       }},
      {"json-comments",
       [](Json json, Review, F) { return "// the review\n" + replace_all(json, "},{", "}, /* next */ {"); }},
      {"raw-newlines", [](Json json, Review, F) { return replace_all(json, " ", "\n"); }},
      {"double-encoded",
       [](Json json, Review, F) {
         std::string out;
         base::append_json_string(out, json);
         return out;
       }},
      {"wrapper", [](Json json, Review, F) { return "{\"review\":" + json + "}"; }},
      {"bare-array", [](Json, Review review, F) { return issues_only(review); }},
      {"array-string",
       [](Json, Review review, F) {
         std::string out = "{\"issues\":";
         base::append_json_string(out, issues_only(review));
         return out + "}";
       }},
      {"schema-echo",
       [](Json json, Review, F) {
         return R"({"type":"object","properties":{"issues":{"type":"array"}},"required":["issues"]})"
                "\n" +
                json;
       }},
      {"extra-keys",
       [](Json json, Review, F) {
         return replace_all(replace_all(json, "{\"quote\"", "{\"id\":7,\"tags\":[\"a\",{}],\"quote\""),
                            "\"summary\":", "\"note\":null,\"summary\":");
       }},
      {"null-fields",
       [](Json json, Review, F) {
         return replace_all(replace_all(json, "\"replacement\":\"\"", "\"replacement\":null"),
                            "\"confidence\":0", "\"confidence\":null,\"was\":0");
       }},
      {"confidence-texts", [](Json json, Review review, F) { return confidence_texts(json, review); }},
      {"line-texts", [](Json json, Review, F) { return line_texts(json); }},
      {"nul", [](Json json, Review,
                 F) { return replace_all(json, "\"detail\":\"", "\"detail\":\"\\u0000\\ud800 "); }},
      {"cut-json",
       [](Json json, Review, F fault) {
         return json.substr(
             0, static_cast<std::size_t>(fault.number("at", static_cast<long long>(json.size() / 2))));
       }},
  };
  return kRewrites;
}

}  // namespace

Answer make_answer(FakeReview review, const Fault& fault) {
  if (const auto edit = edits().find(fault.kind); edit != edits().end()) edit->second(review, fault);
  Answer answer;
  answer.content = encode_review(review);
  if (const auto rewrite = rewrites().find(fault.kind); rewrite != rewrites().end()) {
    answer.content = rewrite->second(answer.content, review, fault);
  } else if (fault.is("refusal")) {
    answer.content.clear();
    answer.refusal = "I'm sorry, but I can't help with that.";
  } else if (fault.is("length") || fault.is("content-filter")) {
    const auto half = static_cast<long long>(answer.content.size() / 2);
    answer.content.resize(
        std::min(answer.content.size(), static_cast<std::size_t>(fault.number("at", half))));
    answer.finish = fault.is("length") ? Answer::Finish::length : Answer::Finish::content_filter;
  }
  return answer;
}

}  // namespace assay::fakes
