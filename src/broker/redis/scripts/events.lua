-- What all scripts of events begin with.
--
-- {prefix:e:<job>}:s    stream of a job: e = event, t = what it was sent with
-- {prefix:e:<job>}:m    hash: scope, status, and a field ":<submission>" for each that is attached
-- {prefix:c:<scope>}:s  stream of a scope: s = submission, e = event
-- {prefix:c:<scope>}:t  hash: sender -> what it sent last
-- {prefix:t:<submission>}  "j<job>" or "e<status>", set by plain commands
--
-- An event is s<status>, p<percent> <stage>, i<json> or, in a scope's stream, d<status>. Ids are "epoch-seq": the epoch
-- is the moment the stream began, seq counts from 1 and jumps over what was lost on the way. Everything is told on one
-- channel as well: a letter, fields that each end with a line feed, and the event.
local call = redis.call

-- Epoch and number of the next entry, and the fields of the last one.
local function place_of_next(stream)
  local last = call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  if last then
    local epoch, seq = string.match(last[1], '^(%d+)%-(%d+)$')
    return epoch, tonumber(seq) + 1, last[2]
  end
  local time = call('TIME')
  return string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), 1, {}
end

local function tell(channel, kind, ...)
  call('PUBLISH', channel, kind .. table.concat({...}, '\n'))
end
