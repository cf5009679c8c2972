#include "fakes/fault.hpp"

#include <algorithm>
#include <charconv>

#include "base/json_reader.hpp"

namespace assay::fakes {
namespace {

constexpr FaultKind kKinds[] = {
    {"clean", "a good answer"},
    // HTTP
    {"status",
     "error reply; status=500 retry-after= retry-after-ms= should-retry= code= type= message= "
     "body=json|html|empty"},
    {"refuse", "the connection is reset before any byte"},
    {"stall-headers", "nothing is sent; ms= (default: until the client leaves)"},
    {"stall-body", "headers and at=64 bytes of the body, then nothing; ms="},
    {"cut", "the connection ends after at=200 bytes of the body; how=close|reset"},
    {"drip", "bytes=1 at a time, ms=1 apart"},
    {"wrong-length", "Content-Length is by=100 larger than the body, then the connection ends"},
    {"empty", "200 without a body"},
    {"html", "200 with an HTML page"},
    {"redirect", "307 to location="},
    {"huge", "200 with bytes=100000000 of one JSON string"},
    {"gzip", "the body is compressed; broken=1 damages it"},
    {"deep", "200 with JSON depth=10000 deep"},
    // Server-sent events
    {"split", "every bytes=1 of the stream is a write of its own"},
    {"crlf", "lines of the stream end in CRLF"},
    {"comments", "comment lines between the events"},
    {"multi-line", "each event's data is spread over several data: lines"},
    {"mid-error", "an error event after at=200 bytes of the stream; code= message="},
    {"no-finish", "the stream ends without a finish reason and without its terminator"},
    {"no-done", "the stream ends without its terminator"},
    {"no-usage", "usage is never sent"},
    {"whole", "one JSON reply although a stream was asked for"},
    // The model
    {"truncate", "the prompt is silently cut to tokens=2048, as local servers do"},
    {"refusal", "the model refuses"},
    {"content-filter", "cut by the content filter"},
    {"length", "cut by the token limit after at=half of the content"},
    {"no-issues", "an empty list of issues"},
    {"garbage", "text that holds no JSON"},
    {"says", "the model says content= and nothing else"},
    {"blank", "whitespace; bytes=2000"},
    {"loop", "the same words over and over; bytes=20000"},
    {"fenced", "JSON in a code fence"},
    {"fence4", "JSON in a fence of four backticks"},
    {"fence-open", "a fence that never closes"},
    {"prose", "prose with braces before and after"},
    {"think", "a <think> block first"},
    {"two-objects", "an unrelated object before the review"},
    {"bom", "a byte order mark first"},
    {"invalid-utf8", "a broken byte in a string"},
    {"trailing-comma", "commas before closing brackets"},
    {"single-quotes", "a Python literal: single quotes, None"},
    {"json-comments", "comments in the JSON"},
    {"raw-newlines", "unescaped newlines in strings"},
    {"double-encoded", "the JSON as a JSON string"},
    {"wrapper", "{\"review\":{...}}"},
    {"bare-array", "only the array of issues"},
    {"array-string", "the issues as a JSON string"},
    {"schema-echo", "the schema before the review"},
    {"extra-keys", "keys that nobody asked for"},
    {"null-fields", "null where a string belongs"},
    {"confidence-texts", "confidence as \"8/10\", \"80%\", \"high\""},
    {"synonyms", "categories and severities in other words and cases"},
    {"line-texts", "line numbers as strings"},
    {"wrong-lines", "line numbers are off by=1"},
    {"reversed-lines", "the end before the start"},
    {"far-lines", "line numbers past the end"},
    {"loose-quotes", "quotes with other whitespace and quote marks"},
    {"invented", "quotes that the code does not hold"},
    {"duplicates", "each issue twice, once with another severity"},
    {"nul", "\\u0000 and a lone surrogate in the text"},
    {"cut-json", "the content ends after at=half of its bytes, with finish reason stop"},
};

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

base::Result<Fault> checked(Fault fault) {
  const bool known = std::any_of(std::begin(kKinds), std::end(kKinds),
                                 [&](const FaultKind& kind) { return kind.name == fault.kind; });
  if (!known)
    return base::fail(base::Errc::invalid_argument, "unknown fault \"" + fault.kind + "\"", "fault");
  return fault;
}

std::string plain_text(const base::JsonValue& value) {
  if (const auto text = value.as_string()) return std::string(*text);
  if (const auto number = value.as_int()) return std::to_string(*number);
  if (const auto flag = value.as_bool()) return *flag ? "true" : "false";
  return {};
}

base::Result<Fault> read_fault(const base::JsonValue& item) {
  if (const auto text = item.as_string()) return parse_fault(*text);
  if (item.type() != base::JsonType::object) {
    return base::fail(base::Errc::invalid_argument, "a fault must be a string or an object", "faults");
  }
  Fault fault;
  for (const auto& [key, value] : item.members()) {
    if (key == "kind") {
      fault.kind = plain_text(value);
    } else {
      fault.parameters.emplace(key, plain_text(value));
    }
  }
  return checked(std::move(fault));
}

}  // namespace

std::span<const FaultKind> fault_kinds() { return kKinds; }

long long Fault::number(std::string_view name, long long otherwise) const {
  const auto found = parameters.find(name);
  if (found == parameters.end()) return otherwise;
  long long value = 0;
  const auto& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

std::string Fault::text(std::string_view name, std::string_view otherwise) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string(otherwise) : found->second;
}

base::Result<Fault> parse_fault(std::string_view text) {
  Fault fault;
  const auto colon = text.find(':');
  fault.kind = trim(text.substr(0, colon));
  auto rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto pair = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) {
      return base::fail(base::Errc::invalid_argument, "a fault's parameter must be name=value", "fault");
    }
    fault.parameters.insert_or_assign(std::string(trim(pair.substr(0, equals))),
                                      std::string(trim(pair.substr(equals + 1))));
  }
  return checked(std::move(fault));
}

base::Result<Script> parse_script(std::string_view json) {
  const auto document = base::JsonDocument::parse(json);
  if (!document) return base::fail(document.error());
  const auto faults = document->root().find("faults");
  if (!faults || faults->type() != base::JsonType::array) {
    return base::fail(base::Errc::invalid_argument, "the script needs an array \"faults\"", "faults");
  }
  Script script;
  for (const auto& item : faults->items()) {
    auto fault = read_fault(item);
    if (!fault) return base::fail(std::move(fault.error()));
    script.faults.push_back(std::move(*fault));
  }
  if (const auto repeat = document->root().find("repeat")) script.repeat = repeat->as_bool().value_or(false);
  return script;
}

}  // namespace assay::fakes
