#pragma once
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/ports/review_store.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// The key of a request with `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a string in
/// quotes, or bare as most clients send it. Nothing without the header; 422 for a value that is no key. It
/// stands for the body and for `about`, which tells apart what the body does not (empty for submissions).
tl::expected<std::optional<core::IdempotencyKey>, Response> read_idempotency_key(const Request& request,
                                                                                 std::string_view about);

/// Keys whose first request is not answered yet, in this process. Thread-safe.
class KeysInProgress {
 public:
  /// Holds a key as long as it lives.
  class Hold {
   public:
    Hold(KeysInProgress& keys, std::string name) : keys_(&keys), name_(std::move(name)) {}
    Hold(Hold&& other) noexcept : keys_(std::exchange(other.keys_, nullptr)), name_(std::move(other.name_)) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(keys_, other.keys_);
      std::swap(name_, other.name_);
      return *this;
    }
    ~Hold() {
      if (keys_ != nullptr) keys_->drop(name_);
    }

   private:
    KeysInProgress* keys_;
    std::string name_;
  };

  /// Nothing where somebody holds it.
  std::optional<Hold> hold(const core::Scope& scope, const core::IdempotencyKey& key);

 private:
  void drop(const std::string& name);

  std::mutex mutex_;
  std::set<std::string> names_;
};

/// 409: the first request with this key is still in progress.
Response key_in_progress();

}  // namespace assay::http
