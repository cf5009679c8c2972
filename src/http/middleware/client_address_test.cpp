#include "http/middleware/client_address.hpp"

#include <gtest/gtest.h>

namespace assay::http {
namespace {

std::string client_of(const ClientAddress& policy, std::string_view peer, std::string_view forwarded) {
  const Field field{"X-Forwarded-For", forwarded};
  Request request;
  request.peer = peer;
  if (!forwarded.empty()) request.fields = {&field, 1};
  return policy.of(request);
}

TEST(ClientAddress, IsThePeerUnlessProxiesAreTrusted) {
  EXPECT_EQ(client_of(ClientAddress{}, "10.0.0.1", "1.2.3.4"), "10.0.0.1");
}

TEST(ClientAddress, IsTheRightMostThatIsNoTrustedProxy) {
  const auto policy = *ClientAddress::trusting({"10.0.0.0/8", "2001:db8::/32"});
  EXPECT_EQ(client_of(policy, "10.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.1.1"), "1.2.3.4");
  EXPECT_EQ(client_of(policy, "2001:db8::1", "1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client_of(policy, "1.1.1.1", "1.2.3.4"), "1.1.1.1");  // not from a proxy: anybody's word
  EXPECT_EQ(client_of(policy, "10.0.0.1", ""), "10.0.0.1");
  EXPECT_EQ(client_of(policy, "10.0.0.1", "10.2.2.2"), "10.2.2.2");
  EXPECT_EQ(client_of(policy, "10.0.0.1", "1.2.3.4, unknown"), "10.0.0.1");
  EXPECT_EQ(client_of(policy, "10.0.0.1", "[2001:db9::5]:443"), "2001:db9::5");
}

TEST(ClientAddress, WithoutAListPrivatePeersAreTrusted) {
  const auto policy = *ClientAddress::trusting({});
  EXPECT_EQ(client_of(policy, "192.168.1.1", "1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client_of(policy, "::1", "1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client_of(policy, "8.8.8.8", "1.2.3.4"), "8.8.8.8");
}

TEST(ClientAddress, ATrustedProxySaysWhetherItsClientCameOverTls) {
  const auto said = [](const ClientAddress& policy, std::string_view peer, std::string_view protocol) {
    const Field field{"x-forwarded-proto", protocol};
    Request request;
    request.peer = peer;
    request.fields = {&field, 1};
    return policy.came_by_tls(request);
  };
  const auto policy = *ClientAddress::trusting({"10.0.0.0/8"});
  EXPECT_TRUE(said(policy, "10.0.0.1", "https"));
  EXPECT_TRUE(said(policy, "10.0.0.1", "http, HTTPS"));
  EXPECT_FALSE(said(policy, "10.0.0.1", "https, http"));
  EXPECT_FALSE(said(policy, "1.1.1.1", "https"));
  EXPECT_FALSE(said(ClientAddress{}, "10.0.0.1", "https"));
  EXPECT_TRUE(policy.is_proxy("10.1.2.3"));
  EXPECT_FALSE(policy.is_proxy("11.1.2.3"));
}

TEST(ClientAddress, NamesABadEntry) {
  for (const char* bad : {"nonsense", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1", "10.0.0.0/8x"}) {
    EXPECT_FALSE(ClientAddress::trusting({bad})) << bad;
  }
}

TEST(ClientAddress, Loopback) {
  EXPECT_TRUE(is_loopback_address("127.3.2.1"));
  EXPECT_TRUE(is_loopback_address("::1"));
  EXPECT_TRUE(is_loopback_address("::ffff:127.0.0.1"));
  EXPECT_FALSE(is_loopback_address("128.0.0.1"));
  EXPECT_FALSE(is_loopback_address("localhost"));
  EXPECT_FALSE(is_loopback_address(""));
}

}  // namespace
}  // namespace assay::http
