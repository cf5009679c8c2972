#include "llm/wire/sse_parser.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace assay::llm {
namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

Events read(const std::vector<std::string>& pieces) {
  Events events;
  SseParser parser([&](std::string_view name, std::string_view data) { events.emplace_back(name, data); });
  for (const auto& piece : pieces) parser.feed(piece);
  parser.finish();
  return events;
}

TEST(SseParser, NamesDataAndComments) {
  EXPECT_EQ(read({": hi\n\nevent: ping\ndata: {}\n\ndata:a\ndata: b\nid: 4\n\n"}),
            (Events{{"ping", "{}"}, {"message", "a\nb"}}));
}

TEST(SseParser, AnySplitGivesTheSameEvents) {
  for (const std::string newline : {"\n", "\r\n", "\r"}) {
    std::string stream = "\xef\xbb\xbf";
    for (const char* line : {"event: x", "data: one", "", ": c", "data: two", "data: three", "", "data", "",
                             "data: [DONE]", ""}) {
      stream += line + newline;
    }
    const auto whole = read({stream});
    EXPECT_EQ(whole,
              (Events{{"x", "one"}, {"message", "two\nthree"}, {"message", ""}, {"message", "[DONE]"}}));
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
      EXPECT_EQ(read({stream.substr(0, cut), stream.substr(cut)}), whole) << cut;
    }
    std::vector<std::string> bytes;
    for (const char c : stream) bytes.emplace_back(1, c);
    EXPECT_EQ(read(bytes), whole);
  }
}

TEST(SseParser, MissingBlankLineAtTheEnd) {
  EXPECT_EQ(read({"data: a\n"}), (Events{{"message", "a"}}));
  EXPECT_EQ(read({"data: a"}), Events{});
}

}  // namespace
}  // namespace assay::llm
