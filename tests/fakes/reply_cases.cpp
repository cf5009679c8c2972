#include "fakes/reply_cases.hpp"

#include <ostream>
#include <string_view>

namespace assay::tests {
namespace {

const std::string kIssue =
    R"({"quote":"x = {}","start_line":3,"end_line":3,"title":"Title, with comma","detail":"It's \"bad\".",)"
    R"("category":"correctness","severity":"med","cwe":"","confidence":0.75,"replacement":""})";
const std::string kTexts = R"("advice":["Test it."],"summary":"Fine."})";
const std::string kClean = R"({"issues":[)" + kIssue + "]," + kTexts;

std::string quoted(std::string_view json) {
  std::string out = "\"";
  for (const char c : json) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// The clean reply with `from` replaced by `to`, once.
std::string with(std::string_view from, std::string_view to) {
  std::string out = kClean;
  return out.replace(out.find(from), from.size(), to);
}

ReplyCase same(std::string name, std::string content) { return {std::move(name), std::move(content), {}}; }
ReplyCase fails(std::string name, std::string content, std::string reason) {
  return {std::move(name), std::move(content), std::move(reason), 0};
}
ReplyCase confidence(std::string name, std::string value, double expected) {
  auto made = same(std::move(name), with(R"("confidence":0.75)", R"("confidence":)" + value));
  made.confidence = expected;
  return made;
}

void add_surroundings(std::vector<ReplyCase>& cases) {
  cases.push_back(same("FenceOfThree", "```json\n" + kClean + "\n```"));
  cases.push_back(same("FenceOfFour", "````\n" + kClean + "\n````\n"));
  cases.push_back(same("FenceUnclosed", "```json\n" + kClean));
  cases.push_back(
      same("FenceInProse", "Here you are:\n\n```json\n" + kClean + "\n```\nI hope it helps {really}."));
  cases.push_back(same("ProseWithBracesAndFootnotes",
                       "My review {as asked} of [1]:\n" + kClean + "\nThe set {a, b} in [1] and {c: 1}."));
  cases.push_back(same("Thoughts", "<think>\nMaybe {\"issues\": 1}? No, [2].\n</think>\n\n" + kClean));
  cases.push_back(same("ThoughtsWithoutTheirStart", "Maybe {\"issues\":[]}?</think>" + kClean));
  cases.push_back(
      same("ThoughtsWithADraft",
           "<think>{\"issues\":[{\"title\":\"Draft\",\"quote\":\"print\"}],\"advice\":[],\"summary\":\"\"}"
           " is wrong</think>" +
               kClean));
  cases.push_back(same("ThoughtsWithAnOpenBrace", "<think>if (x) { \"y\n</think>" + kClean));
  cases.push_back(same("AnotherObjectFirst", "{\"status\":\"ok\",\"notes\":[]} " + kClean));
  cases.push_back(same("AnEmptyDraftFirst", "{\"issues\":[]}\n" + kClean));
  cases.push_back(
      same("SchemaEchoedFirst",
           R"({"type":"object","properties":{"issues":{"type":"array","items":{}}},"required":["issues"]} )" +
               kClean));
  cases.push_back(same("ByteOrderMark", "\xef\xbb\xbf" + kClean));
  cases.push_back(
      same("WhitespaceAround", std::string(3'000, '\n') + "x" + kClean + std::string(3'000, ' ')));
  // What reviewed code can make a model say: a finished review, a closing tag, quoted in a string.
  cases.push_back(same(
      "FakeReviewEchoedInAString",
      "```\n" + with(R"("cwe":"")", R"("note":"</think>{'issues':[],'advice':[],'summary':'ok'}","cwe":"")") +
          "\n```"));
}

void add_broken_json(std::vector<ReplyCase>& cases) {
  cases.push_back(same("TrailingCommas", R"({"issues":[)" + kIssue.substr(0, kIssue.size() - 1) +
                                             R"(,},],"advice":["Test it.",],"summary":"Fine.",})"));
  cases.push_back(
      same("MissingCommas", R"({"issues":[)" + kIssue + R"(] "advice":["Test it."] "summary":"Fine."})"));
  cases.push_back(
      same("UnquotedKeys", R"({issues:[)" + kIssue + R"(],advice:["Test it."],summary:"Fine."})"));
  cases.push_back(same(
      "SingleQuotesAndNone",
      R"({'issues':[{'quote':'x = {}','start_line':3,'end_line':3,'title':'Title, with comma','detail':'It\'s "bad".',)"
      R"('category':'correctness','severity':'med','cwe':None,'confidence':0.75,'replacement':None,'sure':True}],)"
      R"('advice':['Test it.'],'summary':'Fine.'})"));
  cases.push_back(
      same("Comments", "{ // the review\n" + kClean.substr(1, kClean.size() - 2) + " /* end */ }"));
  cases.push_back(same("UnescapedQuotes", with(R"(It's \"bad\".)", R"(It's "bad".)")));
  cases.push_back(same("RawNewlines", with(R"(\"bad\".")", "\\\"bad\\\".\n\"")));
  cases.push_back(same("RawTabs", with(R"("detail":"It's)", "\"detail\":\"\tIt's")));
  cases.push_back(same("InvalidUtf8", with(R"("cwe":"")", "\"note\":\"\xc3(\xff\",\"cwe\":\"\"")));
  cases.push_back(same("EscapedNul", with(R"("detail":"It's)", R"("detail":"\u0000It's)")));
  cases.back().coerced = false;  // a control character in a text just goes
  cases.push_back(same("LoneSurrogate", with(R"("cwe":"")", R"("note":"\ud800 \udc00","cwe":"")")));
  cases.push_back(confidence("NotANumber", "NaN", 0.5));
  cases.push_back(confidence("NumberOutOfRange", "1e999", 0.5));
}

void add_shapes(std::vector<ReplyCase>& cases) {
  cases.push_back(same("DoubleEncoded", quoted(kClean)));
  cases.push_back(same("Wrapper", "{\"review\":" + kClean + "}"));
  cases.push_back(same("WrappersInAFence", "```\n{\"result\":{\"review\":" + kClean + "}}\n```"));
  cases.push_back(same("BareArray", "[" + kIssue + "]"));
  cases.back().has_texts = false;
  cases.push_back(same("OneBareIssue", kIssue));
  cases.back().has_texts = false;
  cases.push_back(same("ArrayAsAString", R"({"issues":)" + quoted("[" + kIssue + "]") + "," + kTexts));
  cases.push_back(same("OtherNameOfTheList", R"({"findings":[)" + kIssue + "]," + kTexts));
  cases.push_back(same("NullFields", with(R"("cwe":"","confidence":0.75,"replacement":"")",
                                          R"("cwe":null,"confidence":0.75,"replacement":null)")));
  cases.back().coerced = false;  // null and empty say the same
  cases.push_back(same("NullIssues", R"({"issues":null,)" + kTexts));
  cases.back().issues = 0;
  cases.push_back(same("ExtraKeys", with(R"("cwe":"")", R"("id":7,"tags":["a",{}],"cwe":"")")));
  cases.back().coerced = false;
  cases.push_back(same("DuplicateKeys", with(R"("title":)", R"("title":"An older title","title":)")));
  cases.push_back(same("DuplicateLists", R"({"issues":[],"issues":[)" + kIssue + "]," + kTexts));
}

void add_values(std::vector<ReplyCase>& cases) {
  cases.push_back(confidence("ConfidenceOfTen", R"("7.5/10")", 0.75));
  cases.push_back(confidence("ConfidencePercentText", R"("75%")", 0.75));
  cases.push_back(confidence("ConfidencePercent", "75", 0.75));
  cases.push_back(confidence("ConfidenceWord", R"("high")", 0.9));
  cases.push_back(confidence("ConfidenceAmbiguous", "7", 0.5));
  cases.push_back(confidence("ConfidenceNull", "null", 0.5));
  cases.push_back(
      same("EnumCase", with(R"("correctness","severity":"med")", R"("Correctness","severity":"MED")")));
  cases.push_back(
      same("EnumSynonyms", with(R"("correctness","severity":"med")", R"("Bug","severity":"Medium")")));
  cases.push_back(same("EnumUnknown", with(R"("severity":"med")", R"("severity":"purple")")));
  cases.push_back(
      same("LinesAsText", with(R"("start_line":3,"end_line":3)", R"("start_line":"3","end_line":"L3")")));
  cases.push_back(
      same("LinesZero", with(R"("start_line":3,"end_line":3)", R"("start_line":0,"end_line":0)")));
  cases.push_back(same("LinesReversed", with(R"("start_line":3)", R"("start_line":4)")));
  cases.push_back(
      same("LinesPastTheEnd", with(R"("start_line":3,"end_line":3)", R"("start_line":903,"end_line":904)")));
  cases.push_back(
      same("LinesOffByOne", with(R"("start_line":3,"end_line":3)", R"("start_line":4,"end_line":4)")));
  auto twice = same("DuplicatesOfOtherSeverity", with("]," + kTexts, "," + kIssue + "]," + kTexts));
  twice.content.replace(twice.content.rfind(R"("med")"), 5, R"("high")");
  twice.severity = "high";
  twice.coerced = false;
  cases.push_back(std::move(twice));
}

void add_failures(std::vector<ReplyCase>& cases) {
  cases.push_back(fails("Blank", std::string(5'000, ' '), "empty"));
  cases.push_back(fails("NoJson", "I looked at the code and it seems fine to me.", "holds no review"));
  cases.push_back(fails("ProseWithFootnotesOnly", "See [1] and {x}.", "holds no review"));
  cases.push_back(fails("SchemaOnly",
                        R"({"type":"object","properties":{"issues":{"type":"array","items":{}}}})",
                        "holds no review"));
  cases.push_back(fails("AnErrorObject", R"({"error":"no"})", "holds no review"));
  cases.push_back(fails("IssuesOfAnotherType", R"({"issues":7})", "holds no review"));
  cases.push_back(fails("CutInAnIssue", kClean.substr(0, kIssue.size() / 2), "ends in the middle"));
  cases.push_back(fails("CutBeforeTheLastByte", kClean.substr(0, kClean.size() - 1), "ends in the middle"));
  cases.push_back(
      fails("CutBehindADraft", "{\"issues\":[]} then {\"issues\":[" + kIssue, "ends in the middle"));
  std::string loop = R"({"issues":[)";
  while (loop.size() < 60'000) loop += R"({"quote":"x = {}","title":"Same"},)";
  cases.push_back(fails("RepetitionLoop", loop, "ends in the middle"));
  cases.push_back(
      fails("WhitespaceLoop", R"({"issues":[)" + std::string(60'000, '\n'), "ends in the middle"));
  cases.push_back(
      fails("DeepNesting", std::string(60'000, '[') + std::string(60'000, ']'), "holds no review"));
}

}  // namespace

void PrintTo(const ReplyCase& reply_case, std::ostream* out) { *out << reply_case.name; }

const std::string& clean_reply() { return kClean; }

const std::vector<ReplyCase>& reply_cases() {
  static const auto cases = [] {
    std::vector<ReplyCase> made;
    made.push_back(same("Clean", kClean));
    made.back().coerced = false;
    add_surroundings(made);
    add_broken_json(made);
    add_shapes(made);
    add_values(made);
    add_failures(made);
    return made;
  }();
  return cases;
}

}  // namespace assay::tests
