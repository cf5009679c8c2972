#include "cli/config/value_text.hpp"

#include <gtest/gtest.h>

#include "cli/config/derived.hpp"

namespace assay::cli {
namespace {

using base::Micros;

TEST(ValueText, durations) {
  EXPECT_EQ(parse_duration("30"), Micros{30'000'000});
  EXPECT_EQ(parse_duration("0.5"), Micros{500'000});
  EXPECT_EQ(parse_duration("1500ms"), Micros{1'500'000});
  EXPECT_EQ(parse_duration(" 5 m "), Micros{300'000'000});
  EXPECT_EQ(parse_duration("2H"), Micros{7'200'000'000});
  EXPECT_EQ(parse_duration("30d"), Micros{2'592'000'000'000});
  for (const auto* wrong :
       {"", "s", "-1s", "1w", "1 2s", "1e400", "99999999999999999999", "9223372036854775807d"}) {
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
  }
  for (const auto micros : {0L, 1L, 1'000L, 1'500'000L, 60'000'000L, 2'592'000'000'000L}) {
    EXPECT_EQ(parse_duration(format_duration(Micros{micros})), Micros{micros})
        << format_duration(Micros{micros});
  }
  EXPECT_EQ(format_duration(Micros{90'000'000}), "90s");
}

TEST(ValueText, sizes) {
  EXPECT_EQ(parse_bytes("65536"), 65536);
  EXPECT_EQ(parse_bytes("64KiB"), 65536);
  EXPECT_EQ(parse_bytes("64 kb"), 64000);
  EXPECT_EQ(parse_bytes("8M"), 8'388'608);
  EXPECT_EQ(parse_bytes("1.5GiB"), 1'610'612'736);
  for (const auto* wrong : {"", "MiB", "-1", "8 Mi", "nan", "inf"}) EXPECT_FALSE(parse_bytes(wrong)) << wrong;
  for (const auto bytes : {0L, 200L, 20'000L, 65'536L, 8'388'608L})
    EXPECT_EQ(parse_bytes(format_bytes(bytes)), bytes);
}

TEST(ValueText, booleans_and_numbers) {
  for (const auto* yes : {"1", "true", "Yes", "ON"}) EXPECT_EQ(parse_bool(yes), true) << yes;
  for (const auto* no : {"0", "false", "No", "off"}) EXPECT_EQ(parse_bool(no), false) << no;
  for (const auto* wrong : {"", "2", "ja", "truee"}) EXPECT_FALSE(parse_bool(wrong)) << wrong;
  EXPECT_EQ(parse_integer("1_000"), 1000);
  EXPECT_EQ(parse_integer("-3"), -3);
  for (const auto* wrong : {"", "1.0", "0x10", "1_", "_1", "1__0", "9223372036854775808"})
    EXPECT_FALSE(parse_integer(wrong)) << wrong;
}

TEST(ValueText, listen_addresses) {
  EXPECT_EQ(parse_listen("127.0.0.1:9000"), (ListenAddress{"127.0.0.1", 9000}));
  EXPECT_EQ(parse_listen("[::1]:80"), (ListenAddress{"::1", 80}));
  EXPECT_EQ(parse_listen("localhost:0"), (ListenAddress{"127.0.0.1", 0}));
  EXPECT_EQ(parse_listen("9000"), (ListenAddress{"127.0.0.1", 9000}));
  EXPECT_EQ(parse_listen(":9000"), (ListenAddress{"0.0.0.0", 9000}));
  for (const auto* wrong : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "[127.0.0.1]:80",
                            "example.com:80", "[]:80", "127.0.0.1:80x"}) {
    EXPECT_FALSE(parse_listen(wrong)) << wrong;
  }
  EXPECT_EQ(to_string(ListenAddress{"::1", 80}), "[::1]:80");
  EXPECT_TRUE(is_loopback({"127.8.0.1", 1}));
  EXPECT_TRUE(is_loopback({"::1", 1}));
  EXPECT_FALSE(is_loopback({"0.0.0.0", 1}));
}

TEST(ValueText, origins_and_networks) {
  EXPECT_EQ(parse_origin("HTTPS://App.Example.com:443/a/b?c"), "https://app.example.com");
  EXPECT_EQ(parse_origin("http://localhost:3000/"), "http://localhost:3000");
  EXPECT_EQ(parse_origin("http://[::1]:3000"), "http://[::1]:3000");
  for (const auto* wrong :
       {"", "*", "localhost:3000", "ftp://a", "http://", "http://user@host", "http://a b", "null"}) {
    EXPECT_FALSE(parse_origin(wrong)) << wrong;
  }
  EXPECT_TRUE(is_bare_origin("https://a.example/"));
  EXPECT_FALSE(is_bare_origin("https://a.example/x"));
  for (const auto* good : {"10.0.0.0/8", "::1", "fc00::/7", "192.168.1.1"})
    EXPECT_TRUE(is_network(good)) << good;
  for (const auto* wrong : {"", "10.0.0.0/33", "10.0.0/8", "host", "*"})
    EXPECT_FALSE(is_network(wrong)) << wrong;
}

TEST(ValueText, lists) {
  EXPECT_EQ(split_list(" a, b,,c "), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(split_list(" , ").empty());
}

}  // namespace
}  // namespace assay::cli
