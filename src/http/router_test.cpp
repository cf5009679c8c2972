#include "http/router.hpp"

#include <gtest/gtest.h>

#include <array>

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

Reply nobody(Api&, const Request&) { return Response{}; }

TEST(Router, TakesTwoPartsAndPrefersTheFirstPattern) {
  static constexpr std::array kRoutes = {
      Route{Method::get, "/r/export", nobody, Needs::read},
      Route{Method::remove, "/r/{id}", nobody, Needs::read},
      Route{Method::patch, "/r/{id}/issues/{issue}", nobody, Needs::read},
      Route{Method::get, "/r/{id}/issues/{issue}", nobody, Needs::read},
  };
  const Router router{kRoutes};
  const auto both = router.find(Method::get, "/r/7/issues/a.b");
  EXPECT_EQ(both.route, 3);
  EXPECT_EQ(both.id, "7");
  EXPECT_EQ(both.other, "a.b");
  EXPECT_EQ(router.find(Method::get, "/r/7/issues/").route, -1);
  EXPECT_EQ(router.find(Method::get, "/r/7/issues/a/b").route, -1);
  EXPECT_EQ(router.find(Method::get, "/r//issues/a").route, -1);
  EXPECT_EQ(router.find(Method::get, "/r/export").route, 0);
  EXPECT_EQ(router.find(Method::remove, "/r/exports").route, 1);
  const auto fixed = router.find(Method::remove, "/r/export");
  EXPECT_EQ(fixed.route, -1);
  EXPECT_TRUE(fixed.path_known);
  EXPECT_EQ(router.allowed("/r/export"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(router.allowed("/r/7/issues/a"), "PATCH, GET, HEAD, OPTIONS");
}

}  // namespace
}  // namespace assay::http
