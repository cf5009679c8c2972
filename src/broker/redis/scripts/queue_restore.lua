-- ARGV: grace, then job, scope, age for each. How many were not known.
--
-- What a wiped queue is filled with again may be running somewhere. Its holders get the grace to say so
-- (queue_extend.lua), so that nothing runs twice.
local grace = tonumber(ARGV[3])
local now = queue_time()
local ready_at = tonumber(call('HGET', clock, 'wiped')) + grace
local added = 0
for i = 4, #ARGV, 3 do
  local job, scope, age = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  if call('EXISTS', base .. 'j:' .. job) == 0 and not is_over(job) then
    call('HSET', base .. 'j:' .. job, 'scope', scope)
    call('ZADD', known, text(now - age), job)
    if now < ready_at then
      call('ZADD', delayed, text(ready_at), job)
    else
      make_ready(job, scope, false, 0)
    end
    added = added + 1
  end
end
if added > 0 then wake('ready') end
return added
