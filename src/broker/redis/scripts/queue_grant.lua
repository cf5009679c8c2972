-- ARGV: token, lease, then job, fence for each; an empty fence: the store knows the job no more. For each 1 where it is
-- held under the fence now.
local token, lease = ARGV[3], tonumber(ARGV[4])
local now = queue_time()
local granted = {}
for i = 5, #ARGV, 2 do
  local job, fence = ARGV[i], ARGV[i + 1]
  local key = base .. 'j:' .. job
  local kept = call('HMGET', key, 'token', 'granted')
  local held = kept[1] == token or (not kept[1] and kept[2] == token and call('ZSCORE', leases, job))
  if held and fence == '' then
    forget(job, now)
    held = false
  elseif held then
    call('HSET', key, 'fence', fence, 'granted', token)
    call('HDEL', key, 'token')
  end
  granted[#granted + 1] = held and 1 or 0
end
-- Should the reply get lost they are asked for again, and get other fences.
call('PEXPIRE', base .. 'c:' .. token, text(lease / 1000))
return granted
