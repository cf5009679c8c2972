#include "base/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace assay::base {
namespace {

TEST(JsonWriter, places_commas_in_objects_and_arrays) {
  std::string out;
  JsonWriter json{out};
  json.begin_object()
      .field("a", 1)
      .key("b")
      .begin_array()
      .value("x")
      .value(true)
      .null()
      .begin_object()
      .end_object()
      .end_array();
  json.field("c", 2.5).field("n", std::uint64_t{18446744073709551615ULL}).field("m", -7).end_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null,{}],"c":2.5,"n":18446744073709551615,"m":-7})");
}

TEST(JsonWriter, escapes_what_json_requires) {
  std::string out;
  append_json_string(out, std::string_view{"\"\\/\b\f\n\r\t\x01\x1f\0 \xc3\xa9\xff", 15});
  EXPECT_EQ(out, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000 \xc3\xa9\xef\xbf\xbd\"");
}

TEST(JsonWriter, zero_has_no_sign) {
  std::string out;
  JsonWriter{out}.begin_array().value(-0.0).value(0.0).end_array();
  EXPECT_EQ(out, "[0,0]");
}

TEST(JsonWriter, large_numbers_are_no_integers) {
  std::string out;
  JsonWriter{out}
      .begin_array()
      .value(1e20)
      .value(-1.5e300)
      .value(999'999'999'999'999.0)
      .value(0.25)
      .end_array();
  EXPECT_EQ(out, "[1e+20,-1.5e+300,999999999999999,0.25]");
}

TEST(JsonWriter, has_no_word_for_nan) {
  std::string out;
  JsonWriter json{out};
  json.begin_array()
      .value(std::numeric_limits<double>::quiet_NaN())
      .value(std::numeric_limits<double>::infinity())
      .end_array();
  EXPECT_EQ(out, "[null,null]");
}

}  // namespace
}  // namespace assay::base
