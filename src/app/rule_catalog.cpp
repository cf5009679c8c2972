#include "app/rule_catalog.hpp"

#include "app/rule_book.hpp"
#include "base/log.hpp"

namespace assay::app {

const std::vector<core::RuleInfo>& ServerRuleCatalog::rules() const {
  std::call_once(read_, [this] {
    const auto book = open_rule_book(loaded_);
    if (book) {
      rules_ = (*book)->rules();
    } else {
      base::log::warn("the rules could not be listed", {{"reason", book.error().message}});
    }
  });
  return rules_;
}

}  // namespace assay::app
