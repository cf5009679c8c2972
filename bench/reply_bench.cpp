// Our own work for one call to a model, without the network: build the prompt, take a streamed answer of 4
// KB, read and repair it, place its issues.
#include <benchmark/benchmark.h>

#include <string>

#include "base/random.hpp"
#include "llm/findings.hpp"
#include "llm/issue_stream.hpp"
#include "llm/prepared_code.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/stored_reply.hpp"

namespace {

using namespace assay;

struct Silent final : core::ReviewObserver {
  void issue_found(const core::Issue&) override {}
  void progressed(int, int) override {}
};

// 200 lines, as a usual file has.
std::string code() {
  std::string out = "import os\n";
  for (int i = 0; i < 40; ++i) {
    out += "\ndef step_" + std::to_string(i) + "(items, path):\n    total = len(items) + " +
           std::to_string(i) + "\n    os.system(path + str(total))\n    return total\n";
  }
  return out;
}

// About 4 KB; every second quote is not verbatim and every third line number is wrong.
std::string reply(bool broken) {
  std::string out = R"({"issues":[)";
  for (int i = 0; i < 10; ++i) {
    const int line = 3 + 5 * i + (i % 3 == 0 ? 2 : 0);
    out +=
        (i == 0 ? "" : ",") + std::string(R"({"quote":")") +
        (i % 2 == 0 ? "    total = len(items) + " + std::to_string(i)
                    : "total=len( items )+" + std::to_string(i)) +
        R"(","start_line":)" + std::to_string(line) + R"(,"end_line":)" + std::to_string(line) +
        R"(,"title":"Command built from input )" + std::to_string(i) +
        R"(","detail":"The path comes from the caller and goes to a shell, so that whoever calls this can run )" +
        R"(anything. Use subprocess.run with a list of arguments, which starts no shell at all, and check it.",)" +
        R"("category":"security","severity":"high","cwe":"CWE-78","confidence":0.8,"replacement":""})";
  }
  out += R"(],"evidence":[],"advice":["Check input where it enters."],"summary":"One flaw, many times."})";
  return broken ? "Here it is:\n```json\n" + out.substr(0, out.size() - 1) + ",}\n```" : out;
}

void prompt(benchmark::State& state) {
  const auto redactor = llm::Redactor::create().value();
  const auto text = code();
  base::SeededRandom random(1);
  for (auto _ : state) {
    std::vector<std::string> notes;
    const llm::PreparedCode prepared(text, *redactor, notes);
    llm::PromptInput input;
    input.language = core::Language::python;
    input.filename = "steps.py";
    input.lines = prepared.lines();
    input.part = {1, static_cast<int>(prepared.lines().size())};
    benchmark::DoNotOptimize(llm::build_code_prompt(input, random));
  }
}
BENCHMARK(prompt)->Unit(benchmark::kMicrosecond);

void read(benchmark::State& state) {
  const auto redactor = llm::Redactor::create().value();
  std::vector<std::string> notes;
  const llm::PreparedCode prepared(code(), *redactor, notes);
  const auto answer = reply(state.range(0) == 1);
  for (auto _ : state) {
    Silent observer;
    core::ReviewerOutcome outcome;
    llm::Findings findings(observer, outcome, {});
    const llm::SentFile file{"steps.py", prepared.index(), prepared.redacted().spans, "llm:bench", 0};
    llm::Findings::Streamed streamed;
    llm::IssueStream stream([&](std::string_view object) { findings.take_streamed(object, file, streamed); });
    for (std::string_view rest = answer; !rest.empty();
         rest.remove_prefix(std::min<std::size_t>(24, rest.size())))
      stream.feed(rest.substr(0, 24));
    benchmark::DoNotOptimize(llm::encode_stored_reply({answer, "bench", {}, 0}));
    const auto problem = findings.read(answer, file, streamed);
    auto issues = findings.take(1);
    if (problem || issues.size() != 10) state.SkipWithError("the answer was not read");
    benchmark::DoNotOptimize(issues);
  }
  state.SetLabel(std::to_string(answer.size()) + " bytes" + (state.range(0) == 1 ? ", to be repaired" : ""));
}
BENCHMARK(read)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
