#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "http/history/export_stream.hpp"

namespace assay::http {
namespace {

using testing::EndsWith;

std::string row_with_usage(const std::string& usage) {
  core::HistoryPage page;
  core::SubmissionRecord record;
  record.submission.id = core::SubmissionId{"one"};
  record.review_members = std::make_shared<const std::string>("\"usage\":" + usage);
  page.items.push_back(std::move(record));
  return export_rows(page, ExportFormat::csv, false);
}

TEST(ExportRows, ACostIsWrittenInFull) {
  const std::string tokens = R"("input_tokens":7,"output_tokens":2,)";
  EXPECT_THAT(row_with_usage("{" + tokens + R"("cost_usd":0.0123})"), EndsWith(",7,2,0.0123,,\r\n"));
  EXPECT_THAT(row_with_usage("{" + tokens + R"("cost_usd":4.2e-7})"), EndsWith(",7,2,0.00000042,,\r\n"));
  EXPECT_THAT(row_with_usage("{" + tokens + R"("cost_usd":0})"), EndsWith(",7,2,0,,\r\n"));
  EXPECT_THAT(row_with_usage("{" + tokens + R"("cost_usd":null})"), EndsWith(",7,2,,,\r\n"));
}

}  // namespace
}  // namespace assay::http
