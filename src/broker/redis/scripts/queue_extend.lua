-- ARGV: lease, then job, fence, scope, attempts, alone, worker for each. Gives the jobs that are lost.
--
-- A job that is not known and did not end lately was lost with the queue's memory: its holder holds it again.
local lease = tonumber(ARGV[3])
local now = queue_time()
local lost = {}
for i = 4, #ARGV, 6 do
  local job, fence, scope = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local key = base .. 'j:' .. job
  local kept = call('HMGET', key, 'scope', 'fence', 'token')
  local hold, again = false, false
  if not kept[1] then
    again = not is_over(job)
    if again then call('ZADD', known, text(now), job) end
  elseif not kept[3] then
    local last = kept[2] or ''
    hold = last == fence and call('ZSCORE', leases, job)
    again = less(last, fence)
    if again then take_out(job, kept[1]) end
  end
  if again then
    local alone, worker = ARGV[i + 4], ARGV[i + 5]
    call('HSET', key, 'scope', kept[1] or scope, 'fence', fence, 'attempts', ARGV[i + 3], 'alone', alone, 'suspect',
      alone, 'worker', worker)
    if alone == '1' then call('HSET', alone_of, worker, job) end
  end
  if hold or again then
    call('ZADD', leases, text(now + lease), job)
  else
    lost[#lost + 1] = job
  end
end
return lost
