// How many quotes land on the right lines when they are damaged as models damage them: docs/anchoring.md.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "core/normalise.hpp"
#include "llm/anchor.hpp"
#include "llm/testing/quote_damage.hpp"

namespace assay::llm {
namespace {

using testing_quotes::Expected;
using testing_quotes::Quote;
using testing_quotes::QuoteMaker;

constexpr int kQuotes = 2'000;

struct Row {
  int quotes = 0;
  int right = 0;
  int wrong = 0;
  int unplaced = 0;
  int exact = 0;
  int near = 0;
};

void count(const Quote& quote, const Placement& placed, Row& row) {
  ++row.quotes;
  if (!placed.placed()) {
    ++row.unplaced;
    return;
  }
  const bool verbatim = placed.how == Placement::How::claimed || placed.how == Placement::How::moved;
  ++(verbatim ? row.exact : row.near);
  ++(quote.expected != Expected::nowhere && placed.lines == quote.lines ? row.right : row.wrong);
}

void print(const std::string& name, const Row& row) {
  std::printf("| %-26s | %6d | %6d | %5d | %8d | %6d | %5d | %7.2f |\n", name.c_str(), row.quotes, row.exact,
              row.near, row.unplaced, row.right, row.wrong,
              row.quotes == 0 ? 0.0 : 100.0 * row.right / row.quotes);
}

TEST(AnchorAccuracy, QuotesLandOnTheRightLines) {
  QuoteMaker maker(ASSAY_FIXTURES "/anchor", 1);
  ASSERT_EQ(maker.files().size(), 7U);
  std::map<std::string, Row> rows;
  Row undamaged;
  Row recoverable;
  Row undecidable;
  Row invented;
  const auto check = [&](const Quote& quote) {
    const CodeIndex index(maker.files()[quote.file].code);
    const auto placed = index.place(quote.text, quote.claimed);
    auto name = quote.damage;
    if (quote.expected == Expected::undecidable) name += ", several places";
    count(quote, placed, rows[name]);
    if (quote.expected == Expected::right)
      count(quote, placed, quote.damage == "none" ? undamaged : recoverable);
    if (quote.expected == Expected::undecidable) count(quote, placed, undecidable);
    if (quote.expected == Expected::nowhere) count(quote, placed, invented);
    const bool bad = placed.placed() && quote.expected == Expected::nowhere;
    EXPECT_FALSE(bad) << "invented, but placed " << to_string(placed.how) << ":\n" << quote.text;
    const bool missed =
        quote.expected == Expected::right && (!placed.placed() || placed.lines != quote.lines);
    if (missed && std::getenv("ASSAY_SHOW_MISSES") != nullptr) {
      std::printf("--- %s, %s: lines %d-%d, claimed %d-%d, placed %d-%d %s\n%s\n",
                  maker.files()[quote.file].name.c_str(), quote.damage.c_str(), quote.lines.start,
                  quote.lines.end, quote.claimed ? quote.claimed->start : 0,
                  quote.claimed ? quote.claimed->end : 0, placed.lines.start, placed.lines.end,
                  std::string(to_string(placed.how)).c_str(), quote.text.c_str());
    }
  };
  for (int i = 0; i < kQuotes; ++i) check(maker.next());
  std::printf("| %-26s | quotes |  exact |  near | unplaced |  right | wrong | right %% |\n", "damage");
  std::printf(
      "|----------------------------|-------:|-------:|------:|---------:|-------:|------:|--------:|\n");
  for (const auto& [name, row] : rows) print(name, row);
  print("all undamaged", undamaged);
  print("all damaged, recoverable", recoverable);
  print("all in several places", undecidable);
  print("all invented", invented);
  EXPECT_GE(undamaged.right * 100, undamaged.quotes * 99);
  EXPECT_GE(recoverable.right * 100, recoverable.quotes * 95);
  EXPECT_EQ(invented.right + invented.wrong, 0);
  EXPECT_GE(undamaged.quotes, 200);
  EXPECT_GE(recoverable.quotes, 1'000);
  EXPECT_GE(invented.quotes, 200);
}

}  // namespace
}  // namespace assay::llm
