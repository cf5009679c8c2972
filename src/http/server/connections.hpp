#pragma once
#include <array>
#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "http/server/limits.hpp"

namespace assay::http {

/// How many connections are open, in all and from each address, and whether there is room for one more.
/// Thread-safe; a server whose bound per address is off takes no lock.
class Connections {
 public:
  /// One connection's place; given back when it goes.
  class Place {
   public:
    Place(Place&& other) noexcept : all_(std::exchange(other.all_, nullptr)), address_(other.address_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (all_) all_->give_back(address_);
    }

   private:
    friend class Connections;
    using Address = std::optional<std::array<unsigned char, 16>>;
    Place(Connections& all, Address address) : all_(&all), address_(address) {}
    Connections* all_;
    Address address_;  // of those that are counted by address
  };

  /// `limits` outlives it. `is_exempt`: see ServerOptions.
  Connections(const ServerLimits& limits, std::function<bool(std::string_view)> is_exempt);

  /// Nothing where a bound is reached.
  std::optional<Place> take(const boost::asio::ip::address& peer);
  std::size_t open() const { return open_.load(std::memory_order_relaxed); }

 private:
  /// An address of version 6 counts by its network of 64 bits, which one machine can use as a whole.
  using Key = std::array<unsigned char, 16>;
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  void give_back(const std::optional<Key>& address);

  const ServerLimits& limits_;
  std::function<bool(std::string_view)> is_exempt_;
  std::atomic<std::size_t> open_{0};
  std::mutex mutex_;
  std::unordered_map<Key, std::size_t, KeyHash> by_address_;
};

}  // namespace assay::http
