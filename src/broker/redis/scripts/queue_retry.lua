-- ARGV: job, fence, scope, attempts before this one, delay, 1 where the attempt is charged.
-- 'ok' (again for the same fence), 'over' or 'taken'.
local job, fence, scope, attempts = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local delay, charged = tonumber(ARGV[7]), ARGV[8] == '1'
local now = queue_time()
local key = base .. 'j:' .. job
local kept = call('HMGET', key, 'scope', 'fence', 'token', 'returned', 'attempts', 'alone', 'worker', 'suspect', 'deaths')
if not kept[1] then
  if is_over(job) then return 'over' end
  call('ZADD', known, text(now), job)
elseif kept[4] == fence then
  return 'ok'
elseif kept[3] or not less(kept[2] or '', fence) and not (kept[2] == fence and call('ZSCORE', leases, job)) then
  return 'taken'
else
  scope, attempts = kept[1], tonumber(kept[5]) or 0
  take_out(job, scope)
  if kept[6] == '1' then no_longer_alone(job, kept[7]) end
end
-- An attempt that ended by itself has shown that the job does not kill its process; one that was handed back has not.
local suspect = kept[8] == '1' and not charged
if charged then attempts = attempts + 1 end
call('HSET', key, 'scope', scope, 'fence', fence, 'returned', fence, 'attempts', attempts, 'alone', 0, 'suspect',
  suspect and 1 or 0)
call('HDEL', key, 'granted', 'worker')
if delay > 0 then
  call('ZADD', delayed, text(now + delay), job)
else
  make_ready(job, scope, suspect, tonumber(kept[9]) or 0)
end
wake('ready')
return 'ok'
