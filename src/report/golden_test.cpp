#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/formats.hpp"
#include "report/testing/sample_review.hpp"

/// Every format against the document it wrote when a person last looked at it. After a change that is meant:
/// run with ASSAY_UPDATE_GOLDEN=1 and read the difference before it is committed.
namespace assay::report {
namespace {

std::filesystem::path golden_file(std::string_view format) {
  return std::filesystem::path{ASSAY_SOURCE_DIR} / "src/report/testing/golden" / format;
}

std::string whole_report(Format format) {
  const auto report = make_report(format, {"1.2.3", false, 100});
  Totals totals;
  std::string out;
  report->begin(out);
  for (const auto& file : {sample_file(), failed_file(), hostile_file(), binary_file(), clean_file()}) {
    totals.add(file);
    report->add(out, file);
  }
  totals.run_ms = 120;
  report->finish(out, totals);
  return out;
}

class Golden : public testing::TestWithParam<FormatInfo> {};

TEST_P(Golden, IsAsItWasWhenItWasLastLookedAt) {
  const auto written = whole_report(GetParam().format);
  const auto path = golden_file(GetParam().name);
  if (std::getenv("ASSAY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{path, std::ios::binary} << written;
    return;
  }
  std::ifstream file{path, std::ios::binary};
  const std::string expected{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(written, expected) << path;
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, Golden, testing::ValuesIn(all_formats().begin(), all_formats().end()),
                         [](const auto& format) { return std::string{format.param.name}; });

}  // namespace
}  // namespace assay::report
