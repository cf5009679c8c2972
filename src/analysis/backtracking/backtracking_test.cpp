#include "analysis/backtracking/backtracking.hpp"

#include <gtest/gtest.h>
#include <chrono>
#include <random>

namespace assay::analysis::backtracking {
namespace {

struct Case {
  const char* pattern;
  Dialect dialect = Dialect::pcre;
  bool whole = false;
  Flags flags = {};
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.pattern; }

bool exponential(const Case& one) {
  return find_attack(one.pattern, one.dialect, one.flags, one.whole, Growth::exponential).has_value();
}
bool polynomial(const Case& one) {
  return find_attack(one.pattern, one.dialect, one.flags, one.whole, Growth::polynomial).has_value();
}

class Exponential : public testing::TestWithParam<Case> {};
TEST_P(Exponential, IsFound) { EXPECT_TRUE(exponential(GetParam())) << GetParam().pattern; }
INSTANTIATE_TEST_SUITE_P(
    Families, Exponential,
    testing::Values(Case{"(a+)+$"}, Case{"(a|a)*$"}, Case{"(a|aa)+$"}, Case{R"(^(\w+\s?)*$)"},
                    Case{"^(([a-z])+.)+[A-Z]([a-z])+$"}, Case{"(x+x+)+y"}, Case{"(a*)*b"},
                    Case{R"(^(\s*,\s*)*$)"}, Case{"(.*,)*;$"}, Case{R"(^([a-zA-Z0-9._-]+\.?)+@)"},
                    Case{R"(^((\w|\.|-)+\.?)+@example\.com$)"}, Case{R"("(\\.|[^"])*")"},
                    Case{R"(^(\d+|[0-9a-f]+)*;$)"}, Case{R"(^https?://([\w-]+\.?)+/$)"},
                    Case{"(a+)+", Dialect::java, true}, Case{"^(?:(?:a|b)+c?)*$"}, Case{"(?>(a+)+b)"},
                    Case{"^(?=(a+)+b)c"}, Case{"^(ab|a|b)*$"}, Case{"(?i)^(a|A)*$"},
                    Case{"^ ( a+ ) + $ # all", Dialect::python, false, {false, false, true}},
                    Case{"^(a+){2,}$"}, Case{"^(a+){1,30}b{2,30}$"}, Case{R"(^([\p{L}]+\s?)+$)"},
                    Case{"^(é|[é-ü])*$"}, Case{"^([[:alpha:]]+)*1"}, Case{"^(a{2}+)+$", Dialect::ruby},
                    Case{"(a|b|ab)*c"}));

class Harmless : public testing::TestWithParam<Case> {};
TEST_P(Harmless, IsNotExponential) { EXPECT_FALSE(exponential(GetParam())) << GetParam().pattern; }
INSTANTIATE_TEST_SUITE_P(
    Shapes, Harmless,
    testing::Values(Case{"(ab+)+$"}, Case{"[^\"]*\""}, Case{"(?>a+)+$"}, Case{"^(a++)+$"}, Case{"^(a|b)*$"},
                    Case{R"(^\w+( \w+)*$)"}, Case{R"(^(\d+,)*\d+$)"}, Case{"(a+)+"}, Case{"(a+)*b?"},
                    Case{R"("(\\.|[^"\\])*")"}, Case{R"(^(?:[^-]|-(?!-))*$)"}, Case{R"((?:(?!-->).)*-->)"},
                    Case{R"(^(\w+\b\W*)+$)"}, Case{"([a-f0-9]{32})+$"}, Case{R"(^(\w{3}\d)*$)"},
                    Case{R"(^(["'])(.*?)\1$)"}, Case{"^([^,]*,)*$"}, Case{R"(^(\s|.|\n)*$)"},
                    Case{"(?s)^(.|a)*$"}, Case{"^(a|a)b$"}, Case{"(?(1)a|b)(a+)+$"}, Case{"(a+"},
                    Case{"^[a-z]+(-[a-z]+)*$"}, Case{"^(?:x(?=a)a|xb)*$"},
                    Case{R"(^([\w&&[^a]]|a)*$)", Dialect::java},
                    Case{"^([a-z-[aeiou]]|[aeiou])*$", Dialect::dotnet},
                    Case{R"(^[\w.-]+@[\w-]+(\.[\w-]+)+$)"}, Case{"^(a{2}|b{3})*$"},
                    Case{R"(\A(?:\d{1,3}\.){3}\d{1,3}\z)", Dialect::ruby}, Case{"^(a?b)*$"}));

class Polynomial : public testing::TestWithParam<Case> {};
TEST_P(Polynomial, IsFoundAndIsNotExponential) {
  EXPECT_TRUE(polynomial(GetParam()));
  EXPECT_FALSE(exponential(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Loops, Polynomial,
                         testing::Values(Case{"a*a*b"}, Case{R"(^\s*(.*)\s*$x)"}, Case{R"(\d+[0-9a-f]*x)"},
                                         Case{R"(^.*foo.*bar$)"}, Case{R"(^[\w.]+\w+@)"}));

class Linear : public testing::TestWithParam<Case> {};
TEST_P(Linear, IsNeither) {
  EXPECT_FALSE(polynomial(GetParam()));
  EXPECT_FALSE(exponential(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Disjoint, Linear,
                         testing::Values(Case{R"(^\d+\.\d+$)"}, Case{"a*b*c*$"}, Case{R"(\s*=\s*)"},
                                         Case{"a+a*"}, Case{R"(^[^@]+@[^@]+$)"}, Case{"a++a*b"}));

TEST(Attack, IsSpelledOut) {
  const auto attack = find_attack("^x(ab|a|b)*z$", Dialect::javascript, {}, false, Growth::exponential);
  ASSERT_TRUE(attack);
  EXPECT_EQ(attack->prefix.substr(0, 1), "x");
  EXPECT_NE(attack->pump.find("ab"), std::string::npos) << attack->pump;
  EXPECT_EQ(attack->pump.find_first_not_of("ab"), std::string::npos) << attack->pump;
}

/// Whatever is written in a literal, the answer comes soon.
TEST(Attack, BoundsItsWork) {
  const auto start = std::chrono::steady_clock::now();
  std::string nested = "a";
  for (int i = 0; i < 40; ++i) nested = "(" + nested + "{4})+";
  std::string wide = "^(";
  for (int i = 0; i < 400; ++i) wide += "[a-z]x?|";
  std::string loops;
  for (int i = 0; i < 300; ++i) loops += "[a-z]*";
  // More different characters than are told apart.
  std::string alphabet = "^(";
  for (int i = 0; i < 300; ++i) alphabet += "\\u" + std::to_string(1000 + 2 * i) + "+|";
  EXPECT_FALSE(
      find_attack(alphabet + "q)*$", Dialect::javascript, {}, false, Growth::exponential).has_value());
  for (const auto& text :
       {nested + "$", wide + "q)*$", loops + "$", std::string(5000, '('), std::string(3000, '[')}) {
    find_attack(text, Dialect::java, {}, false, Growth::exponential);
    find_attack(text, Dialect::java, {}, false, Growth::polynomial);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Attack, SurvivesAnyText) {
  static constexpr std::string_view kPieces = "ab01()[]{}|*+?.^$\\,-:=!<>&PpdwsQEkgx#' \n\xC3\xA9";
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t n = random() % 24; n > 0; --n) text += kPieces[random() % kPieces.size()];
    const auto dialect = static_cast<Dialect>(random() % 6);
    const Flags flags{random() % 2 == 0, random() % 2 == 0, random() % 2 == 0};
    find_attack(text, dialect, flags, random() % 2 == 0, Growth::exponential);
    find_attack(text, dialect, flags, random() % 2 == 0, Growth::polynomial);
  }
}

}  // namespace
}  // namespace assay::analysis::backtracking
