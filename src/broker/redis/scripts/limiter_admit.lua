-- {1 where admitted, microseconds until it could be, then remaining, reset for each policy}
local now
if ARGV[1] == '' then
  local time = call('TIME')
  now = time[1] * 1000000 + time[2]
else
  now = tonumber(ARGV[1])
end

-- What is kept of a policy, and how long it makes wait.
local function read_window(key, quota, period)
  local kept = {length = math.min(quota, call('LLEN', key)), time = now}
  if kept.length == 0 then return kept, 0 end
  kept.time = math.max(now, tonumber(call('LINDEX', key, 0)))
  kept.oldest = tonumber(call('LINDEX', key, kept.length - 1))
  if kept.length < quota then return kept, 0 end
  return kept, math.max(0, kept.oldest + period - kept.time)
end

local function read_rate(key, quota, period, burst)
  local interval = interval_of(quota, period)
  local kept = {arrival = tonumber(call('GET', key) or '0'), interval = interval, tolerance = interval * (burst - 1)}
  return kept, math.max(0, kept.arrival - kept.tolerance - now)
end

-- The oldest admission inside the period, and how many are.
local function inside_of(key, kept, period)
  if kept.length == 0 then return 0, nil end
  if kept.oldest + period > kept.time then return kept.length, kept.oldest end
  local low, high = 1, kept.length
  while low < high do
    local middle = math.floor((low + high) / 2)
    if tonumber(call('LINDEX', key, kept.length - 1 - middle)) + period <= kept.time then
      low = middle + 1
    else
      high = middle
    end
  end
  if low == kept.length then return 0, nil end
  return kept.length - low, tonumber(call('LINDEX', key, kept.length - 1 - low))
end

local function milliseconds_until(moment) return text(math.ceil((moment - now) / 1000) + 1000) end

local function window_standing(key, kept, quota, period, admitted)
  local inside, oldest = inside_of(key, kept, period)
  if admitted then
    call('LPUSH', key, text(kept.time))
    if kept.length == quota then call('LTRIM', key, 0, quota - 1) end
    call('PEXPIRE', key, milliseconds_until(kept.time + period))
    inside, oldest = inside + 1, oldest or kept.time
  end
  return quota - inside, oldest and oldest + period - kept.time or 0
end

local function rate_standing(key, kept, burst, admitted)
  if admitted then
    kept.arrival = math.max(kept.arrival, now) + kept.interval
    call('SET', key, text(kept.arrival), 'PX', milliseconds_until(kept.arrival))
  end
  local room = kept.tolerance + kept.interval - math.max(0, kept.arrival - now)
  local remaining = math.min(burst, math.max(0, math.floor(room / kept.interval)))
  return remaining, remaining < burst and kept.interval * (remaining + 1) - room or 0
end

local states, wait = {}, 0
for i, key in ipairs(KEYS) do
  local kind, quota, period, burst = policy(i)
  local kept, its_wait
  if kind == 'w' then
    kept, its_wait = read_window(key, quota, period)
  else
    kept, its_wait = read_rate(key, quota, period, burst)
  end
  states[i] = kept
  wait = math.max(wait, its_wait)
end

local answer = {wait == 0 and 1 or 0, wait}
for i, key in ipairs(KEYS) do
  local kind, quota, period, burst = policy(i)
  if kind == 'w' then
    answer[2 * i + 1], answer[2 * i + 2] = window_standing(key, states[i], quota, period, wait == 0)
  else
    answer[2 * i + 1], answer[2 * i + 2] = rate_standing(key, states[i], burst, wait == 0)
  end
end
return answer
