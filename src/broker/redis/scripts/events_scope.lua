-- KEYS: stream and senders of a scope.
-- ARGV: channel, scope, most entries, seconds that it is kept, sender, what it is sent with, then submission, event of
-- each.
local stream, senders = KEYS[1], KEYS[2]
local channel, scope, most, sender, sent_with = ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6]
if call('HGET', senders, sender) == sent_with then return 0 end
local epoch, seq = place_of_next(stream)
for i = 7, #ARGV, 2 do
  call('XADD', stream, 'MAXLEN', '~', most, epoch .. '-' .. seq, 's', ARGV[i], 'e', ARGV[i + 1])
  tell(channel, 'C', scope, epoch .. '-' .. seq, ARGV[i], ARGV[i + 1])
  seq = seq + 1
end
call('HSET', senders, sender, sent_with)
call('EXPIRE', stream, ARGV[4])
call('EXPIRE', senders, ARGV[4])
return seq
