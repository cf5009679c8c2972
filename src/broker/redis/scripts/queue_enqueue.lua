-- ARGV: job, scope. 1: it was not known.
local job, scope = ARGV[3], ARGV[4]
local now = queue_time()
local added = 0
if call('EXISTS', base .. 'j:' .. job) == 0 and not is_over(job) then
  call('HSET', base .. 'j:' .. job, 'scope', scope)
  call('ZADD', known, text(now), job)
  make_ready(job, scope, false, 0)
  added = 1
end
wake('ready')
return added
