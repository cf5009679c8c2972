#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "contract/store_harness.hpp"

namespace assay::contract {

/// A suite over every implementation of the store and its queue.
class StoreSuite : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (const auto why = missing_store(GetParam()); !why.empty()) GTEST_SKIP() << why;
    harness_ = make_store(GetParam());
  }
  StoreHarness& h() { return *harness_; }

  /// The error of a call that must fail.
  template <class T>
  static base::Error error_of(const base::Result<T>& result) {
    if (result) {
      ADD_FAILURE() << "succeeded";
      return {};
    }
    return result.error();
  }

 private:
  std::unique_ptr<StoreHarness> harness_;
};

inline std::string kind_name(const testing::TestParamInfo<std::string>& info) {
  auto name = info.param;
  std::ranges::replace(name, '+', '_');
  return name;
}

}  // namespace assay::contract
