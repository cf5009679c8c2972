-- What both scripts of the limiter begin with; the rules are those of core/rate_limit.hpp.
--
-- KEYS     one for each policy, all of one caller: a list of the last admissions, newest first (window), or the
--          theoretical arrival time (rate)
-- ARGV[1]  the time in microseconds; empty: this server's. Tests set it.
-- ARGV     then kind ("w" or "r"), quota, period, burst of each policy
local call = redis.call

local function text(number) return string.format('%.0f', number) end

local function policy(i)
  local at = 4 * i - 2
  return ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
end

local function interval_of(quota, period) return math.floor((period + quota - 1) / quota) end
