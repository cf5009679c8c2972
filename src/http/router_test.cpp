#include "http/router.hpp"

#include <gtest/gtest.h>

#include "http/routes/routes.hpp"

namespace assay::http {
namespace {

TEST(Router, FindsByMethodAndPath) {
  const Router router{all_routes()};
  const auto path_of = [&](Method method, std::string_view path) {
    const auto match = router.find(method, path);
    return match.route < 0 ? std::string_view{} : router.at(match.route).path;
  };
  EXPECT_EQ(path_of(Method::get, "/api/reviews"), "/api/reviews");
  EXPECT_EQ(path_of(Method::head, "/api/reviews/7"), "/api/reviews/{id}");
  EXPECT_EQ(router.find(Method::get, "/api/reviews/7/stream").id, "7");
  EXPECT_EQ(path_of(Method::get, "/api/reviews/7/stream"), "/api/reviews/{id}/stream");
  EXPECT_EQ(path_of(Method::get, "/api/reviews/"), "");
  EXPECT_EQ(path_of(Method::get, "/api/reviews/a/b"), "");
  EXPECT_EQ(path_of(Method::get, "/api/reviews//stream"), "");
  EXPECT_EQ(path_of(Method::post, "/api/health"), "");
  EXPECT_TRUE(router.find(Method::post, "/api/health").path_known);
  EXPECT_FALSE(router.find(Method::get, "/api").path_known);
  EXPECT_EQ(router.allowed("/api/reviews/7"), "GET, HEAD, DELETE, OPTIONS");
}

}  // namespace
}  // namespace assay::http
