#pragma once
#include <tl/expected.hpp>
#include <utility>

#include "base/error.hpp"

namespace assay::base {

/// A value, or why there is none. Used at every boundary; exceptions mean bugs.
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(Errc::not_found, "no such review");` converts to any Result<T>.
inline tl::unexpected<Error> fail(Errc code, std::string message, std::string field = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(field)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace assay::base
