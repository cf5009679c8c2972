-- ARGV: worker, max, in flight, lease, token, how long ended jobs are remembered.
-- Gives {microseconds until the next delay or lease ends or -1, then job, scope, attempts, alone, poisonous for each}.
--
-- c:<token>  jobs that this token has taken: the same token again gets those again that it still has
-- turn       the scope that was served last
-- workers    processes that claim, by when they last did
-- alone      hash: process -> the suspect it runs
-- draining   processes that take nothing until they are idle and can run a suspect, by when that ends
local worker, max, in_flight = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local lease, token, remembered = tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8])
local now = queue_time()
local taken_by_token = base .. 'c:' .. token
local workers, draining, turn = base .. 'workers', base .. 'draining', base .. 'turn'
local WORKER_FORGOTTEN, AT_ONCE = 60000000, 200

local claims = {}

local function give(job, scope, attempts, alone, poisonous)
  local n = #claims
  claims[n + 1], claims[n + 2], claims[n + 3] = job, scope, tonumber(attempts) or 0
  claims[n + 4], claims[n + 5] = alone and 1 or 0, poisonous and 1 or 0
end

local function take(job, alone, poisonous)
  local key = base .. 'j:' .. job
  local kept = call('HMGET', key, 'scope', 'attempts')
  call('HSET', key, 'token', token, 'worker', worker, 'alone', alone and 1 or 0)
  call('ZADD', leases, text(now + lease), job)
  if alone then call('HSET', alone_of, worker, job) end
  call('RPUSH', taken_by_token, job)
  give(job, kept[1], kept[2], alone, poisonous)
end

local function answer()
  local next = -1
  for _, key in ipairs({delayed, leases}) do
    local first = call('ZRANGE', key, 0, 0, 'WITHSCORES')
    if first[2] then
      local left = math.max(0, tonumber(first[2]) - now)
      if next < 0 or left < next then next = left end
    end
  end
  if #claims > 0 then call('PEXPIRE', taken_by_token, text(lease / 1000 + 60000)) end
  table.insert(claims, 1, next)
  return claims
end

for _, job in ipairs(call('LRANGE', taken_by_token, 0, -1)) do
  local kept = call('HMGET', base .. 'j:' .. job, 'token', 'scope', 'attempts', 'alone', 'deaths', 'granted')
  if kept[1] == token or (not kept[1] and kept[6] == token and call('ZSCORE', leases, job)) then
    call('ZADD', leases, text(now + lease), job)
    give(job, kept[2], kept[3], kept[4] == '1', (tonumber(kept[5]) or 0) >= MOST_DEATHS_ALONE)
  end
end
if #claims > 0 then return answer() end

call('ZREMRANGEBYSCORE', over, '-inf', text(now - remembered))
call('ZREMRANGEBYSCORE', workers, '-inf', text(now - WORKER_FORGOTTEN))
call('ZADD', workers, text(now), worker)

for _, job in ipairs(call('ZRANGEBYSCORE', delayed, '-inf', text(now), 'LIMIT', 0, AT_ONCE)) do
  local kept = call('HMGET', base .. 'j:' .. job, 'scope', 'suspect', 'deaths')
  call('ZREM', delayed, job)
  make_ready(job, kept[1], kept[2] == '1', tonumber(kept[3]) or 0)
end

for _, job in ipairs(call('ZRANGEBYSCORE', leases, '-inf', text(now), 'LIMIT', 0, AT_ONCE)) do
  local key = base .. 'j:' .. job
  local kept = call('HMGET', key, 'scope', 'suspect', 'deaths', 'alone', 'worker', 'token')
  local deaths, suspect = tonumber(kept[3]) or 0, kept[2] == '1'
  if kept[4] == '1' then no_longer_alone(job, kept[5]) end
  if not kept[6] then
    -- Its holder died with it, or is as good as dead. One that never got its fence had not begun.
    suspect = true
    if kept[4] == '1' then deaths = deaths + 1 end
  end
  call('ZREM', leases, job)
  call('HSET', key, 'suspect', suspect and 1 or 0, 'deaths', deaths, 'alone', 0)
  call('HDEL', key, 'token', 'granted', 'worker')
  make_ready(job, kept[1], suspect, deaths)
end

if max <= 0 or call('HEXISTS', alone_of, worker) == 1 then return answer() end

-- These are failed, not run, and so harm nobody.
for _, job in ipairs(call('ZRANGE', poison, 0, max - 1)) do
  call('ZREM', poison, job)
  take(job, false, true)
end
if #claims > 0 then return answer() end

-- At most half of the processes run suspects or make room for one, so that the others' work goes on.
local suspect = call('ZRANGE', suspects, 0, 0)[1]
if suspect then
  call('ZREMRANGEBYSCORE', draining, '-inf', text(now))
  local most = math.max(1, math.floor(call('ZCARD', workers) / 2))
  local may = call('ZSCORE', draining, worker) or call('HLEN', alone_of) + call('ZCARD', draining) < most
      or (in_flight == 0 and call('EXISTS', scopes) == 0)
  if may and in_flight == 0 then
    call('ZREM', draining, worker)
    call('ZREM', suspects, suspect)
    take(suspect, true, false)
    return answer()
  elseif may then
    call('ZADD', draining, text(now + lease), worker)
    return answer()
  end
end

local served = call('GET', turn) or ''
local left = max
while left > 0 do
  local scope = call('ZRANGE', scopes, '(' .. served, '+', 'BYLEX', 'LIMIT', 0, 1)[1]
      or call('ZRANGE', scopes, 0, 0)[1]
  if not scope then break end
  -- All at once where nobody else waits.
  local wanted = call('ZCARD', scopes) == 1 and left or 1
  local popped = call('ZPOPMIN', base .. 'r:' .. scope, wanted)
  for i = 1, #popped, 2 do
    take(popped[i], false, false)
    left = left - 1
  end
  if call('EXISTS', base .. 'r:' .. scope) == 0 then call('ZREM', scopes, scope) end
  served = scope
end
if left < max then call('SET', turn, served) end
return answer()
