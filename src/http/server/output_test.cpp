#include "http/server/output.hpp"

#include <gtest/gtest.h>

#include <array>

namespace assay::http {
namespace {

std::string drain(Output& output, std::size_t step) {
  std::string got;
  while (!output.empty()) {
    std::array<iovec, 4> parts{};
    const int count = output.gather(parts);
    std::string all;
    for (int i = 0; i < count; ++i) {
      const auto& part = parts.at(static_cast<std::size_t>(i));
      all.append(static_cast<const char*>(part.iov_base), part.iov_len);
    }
    EXPECT_FALSE(all.empty());
    got += all.substr(0, step);
    output.consume(std::min(step, all.size()));
    if (all.empty()) break;
  }
  return got;
}

TEST(Output, SendsTextAndSharedBytesInOrderHoweverShortTheWrites) {
  const auto large = std::make_shared<const std::string>(5000, 'x');
  static const std::string fixed(6000, 'y');
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{4999}, std::size_t{100000}}) {
    Output output;
    std::string expected;
    for (int i = 0; i < 3; ++i) {
      output.text() += "head" + std::to_string(i);
      output.add_shared(large);
      output.add_static("}");
      output.add_static(fixed);
      expected += "head" + std::to_string(i) + *large + "}" + fixed;
    }
    output.text() += "end";
    EXPECT_EQ(output.size(), expected.size() + 3);
    EXPECT_EQ(drain(output, step), expected + "end");
    EXPECT_TRUE(output.empty());
  }
}

TEST(Output, LetsGoOfSharedBytesOnceTheyAreSent) {
  const auto large = std::make_shared<const std::string>(5000, 'x');
  Output output;
  output.add_shared(large);
  EXPECT_EQ(large.use_count(), 2);
  output.consume(5000);
  EXPECT_EQ(large.use_count(), 1);
}

}  // namespace
}  // namespace assay::http
