-- KEYS: stream and members of a job.
-- ARGV: channel, job, most entries, seconds that it is kept while it goes on, and after its end, what it is sent with,
-- how many events were lost before these, scope, number of submissions, these (as far as the sender knows), events.
-- {1 where Redis did not know the job, scope, how many of the events were taken, submissions}: none after the end.
local stream, members = KEYS[1], KEYS[2]
local channel, job, most = ARGV[1], ARGV[2], ARGV[3]
local sent_with, lost, scope, count = ARGV[6], tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[9])

local known = call('HMGET', members, 'scope', 'status')
local epoch, seq, last = place_of_next(stream)
local again = last[4] == sent_with
if not again and known[2] and string.match(known[2], '^[cf]') then return {0, '', 0} end
if not known[1] and scope ~= '' then
  call('HSET', members, 'scope', scope)
  for i = 10, 9 + count do call('HSET', members, ':' .. ARGV[i], 1) end
end

-- Nothing comes after the end.
local first, final, ended = 10 + count, #ARGV, false
for i = first, #ARGV do
  if string.match(ARGV[i], '^s[cf]') then
    final, ended = i, true
    break
  end
end

if not again then
  seq = seq + lost
  for i = first, final do
    local event = ARGV[i]
    call('XADD', stream, 'MAXLEN', '~', most, epoch .. '-' .. seq, 'e', event, 't', sent_with)
    tell(channel, 'J', job, epoch .. '-' .. seq, event)
    seq = seq + 1
    if string.sub(event, 1, 1) == 's' then call('HSET', members, 'status', string.sub(event, 2)) end
  end
  call('EXPIRE', stream, ended and ARGV[5] or ARGV[4])
  call('EXPIRE', members, ended and ARGV[5] or ARGV[4])
end

local answer = {known[1] and 0 or 1, known[1] or scope, final - first + 1}
for _, field in ipairs(call('HKEYS', members)) do
  if string.sub(field, 1, 1) == ':' then answer[#answer + 1] = string.sub(field, 2) end
end
return answer
