-- What all scripts of the queue begin with.
--
-- KEYS[1]  "{prefix:q}:": every key of the queue begins with it and so lies in one slot of a cluster.
-- ARGV[1]  the time in microseconds; empty: this server's. Tests set it.
-- ARGV[2]  the longest step that the queue's time makes between two calls
--
-- j:<job>   hash of a job that is not over: scope, attempts (charged ones), fence (of the last claim), token (of a
--           claim that has no fence yet), granted (token of the claim that has), worker, alone, suspect, deaths
--           (while alone), returned (fence that was given back last)
-- known     all jobs, by the moment they became known
-- Each job is in exactly one of
-- r:<scope>, suspects, poison   ready; by id, which is by age
-- delayed   by the moment they are due
-- leases    running; by the moment the lease ends
-- scopes    those with an r:<scope>
-- over      jobs that ended lately, by that moment
-- clock, turn, alone, workers, draining, c:<token>: see below and queue_claim.lua
local base = KEYS[1]
local known, leases, delayed = base .. 'known', base .. 'leases', base .. 'delayed'
local suspects, poison, scopes = base .. 'suspects', base .. 'poison', base .. 'scopes'
local over, clock, alone_of = base .. 'over', base .. 'clock', base .. 'alone'
local MOST_DEATHS_ALONE = 3

local call = redis.call

local function text(number) return string.format('%.0f', number) end

-- On the channel wake: 'ready', jobs may be ready; 'wiped', see below; 'cancelled <job>', whoever holds it may stop.
local function wake(message) call('PUBLISH', base .. 'wake', message) end

-- The queue's own time: this server's clock, but a step of more than ARGV[2] is a jump or a time in which nobody
-- called, and neither may end leases; a step back is none at all.
local function queue_time()
  local reading
  if ARGV[1] == '' then
    local time = call('TIME')
    reading = time[1] * 1000000 + time[2]
  else
    reading = tonumber(ARGV[1])
  end
  local kept = call('HMGET', clock, 'seen', 'at')
  local now = reading
  if kept[2] then
    local step = reading - tonumber(kept[1])
    now = tonumber(kept[2]) + math.max(0, math.min(step, tonumber(ARGV[2])))
    call('HSET', clock, 'seen', text(reading), 'at', text(now))
  else
    -- Nothing is left, not even the clock: those who hold jobs are told to say so.
    call('HSET', clock, 'seen', text(reading), 'at', text(now), 'wiped', text(now))
    wake('wiped')
  end
  return now
end

-- Fences are 64 bits, more than a Lua number can tell apart.
local function less(fence, other)
  if #fence ~= #other then return #fence < #other end
  return fence < other
end

-- A job as ready as its past allows.
local function make_ready(job, scope, suspect, deaths)
  if deaths >= MOST_DEATHS_ALONE then
    call('ZADD', poison, 0, job)
  elseif suspect then
    call('ZADD', suspects, 0, job)
  elseif call('ZADD', base .. 'r:' .. scope, 0, job) == 1 then
    call('ZADD', scopes, 0, scope)
  end
end

local function take_out_of_ready(job, scope)
  if call('ZREM', base .. 'r:' .. scope, job) == 1 then
    if call('EXISTS', base .. 'r:' .. scope) == 0 then call('ZREM', scopes, scope) end
  elseif call('ZREM', suspects, job) == 0 then
    call('ZREM', poison, job)
  end
end

-- Out of wherever it is.
local function take_out(job, scope)
  if call('ZREM', leases, job) == 0 and call('ZREM', delayed, job) == 0 then take_out_of_ready(job, scope) end
end

local function no_longer_alone(job, worker)
  if worker and call('HGET', alone_of, worker) == job then call('HDEL', alone_of, worker) end
end

-- Over for good.
local function forget(job, now)
  local kept = call('HMGET', base .. 'j:' .. job, 'scope', 'alone', 'worker')
  if kept[1] then
    take_out(job, kept[1])
    if kept[2] == '1' then no_longer_alone(job, kept[3]) end
    call('ZREM', known, job)
    call('DEL', base .. 'j:' .. job)
  end
  call('ZADD', over, text(now), job)
end

local function is_over(job) return call('ZSCORE', over, job) end
