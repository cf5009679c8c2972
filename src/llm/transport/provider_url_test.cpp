#include "llm/transport/provider_url.hpp"

#include <gtest/gtest.h>

namespace assay::llm {
namespace {

TEST(ProviderUrl, BaseAndOrigin) {
  const auto url = parse_provider_url("HTTPS://api.example.com:8443/openai/v1//");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->base, "https://api.example.com:8443/openai/v1");
  EXPECT_EQ(url->origin, "https://api.example.com:8443");
  EXPECT_EQ(parse_provider_url("http://127.0.0.1:11434")->base, "http://127.0.0.1:11434");
  EXPECT_EQ(parse_provider_url("http://[::1]:1/v1")->origin, "http://[::1]:1");
}

TEST(ProviderUrl, Refuses) {
  for (const char* text :
       {"", "api.example.com/v1", "ftp://example.com", "file:///etc/passwd", "https://", "https:///v1",
        "https://user:pw@example.com", "https://example.com/v1?x=1", "https://example.com/#a",
        "http://169.254.169.254/latest", "http://[fe80::1]/v1", "http://[::ffff:169.254.1.1]/", "http://[::1",
        "http://exa mple.com", "http://example.com\\@evil.example"}) {
    EXPECT_FALSE(parse_provider_url(text)) << text;
  }
}

TEST(ForbiddenAddress, InEveryForm) {
  for (const char* ip : {"169.254.0.1", "169.254.169.254", "fe80::1", "febf::1%eth0",
                         "::ffff:169.254.169.254", "::169.254.1.1", "64:ff9b::169.254.169.254",
                         "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"}) {
    EXPECT_TRUE(is_forbidden_address(ip)) << ip;
  }
  for (const char* ip :
       {"127.0.0.1", "10.0.0.1", "::1", "2001:db8::1", "169.253.0.1", "fec0::1", "example.com", ""}) {
    EXPECT_FALSE(is_forbidden_address(ip)) << ip;
  }
}

}  // namespace
}  // namespace assay::llm
