#include "http/server/connections.hpp"

#include <algorithm>

namespace assay::http {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kNetworkBytes = 8;

std::array<unsigned char, 16> key_of(const ip::address& peer) {
  if (peer.is_v4()) return ip::make_address_v6(ip::v4_mapped, peer.to_v4()).to_bytes();
  auto bytes = peer.to_v6().to_bytes();
  if (!peer.to_v6().is_v4_mapped()) std::fill(bytes.begin() + kNetworkBytes, bytes.end(), 0);
  return bytes;
}

}  // namespace

std::size_t Connections::KeyHash::operator()(const Key& key) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(key.data()), key.size()});
}

Connections::Connections(const ServerLimits& limits, std::function<bool(std::string_view)> is_exempt)
    : limits_(limits), is_exempt_(std::move(is_exempt)) {}

std::optional<Connections::Place> Connections::take(const ip::address& peer) {
  if (open_.fetch_add(1, std::memory_order_relaxed) >= limits_.max_connections) {
    open_.fetch_sub(1, std::memory_order_relaxed);
    return std::nullopt;
  }
  std::optional<Key> address;
  if (limits_.max_connections_per_address > 0 && !(is_exempt_ && is_exempt_(peer.to_string()))) {
    address = key_of(peer);
    const std::scoped_lock lock{mutex_};
    auto& count = by_address_[*address];
    if (count >= limits_.max_connections_per_address) {
      open_.fetch_sub(1, std::memory_order_relaxed);
      return std::nullopt;
    }
    ++count;
  }
  return Place{*this, address};
}

void Connections::give_back(const std::optional<Key>& address) {
  open_.fetch_sub(1, std::memory_order_relaxed);
  if (!address) return;
  const std::scoped_lock lock{mutex_};
  const auto found = by_address_.find(*address);
  if (--found->second == 0) by_address_.erase(found);
}

}  // namespace assay::http
