-- Takes the newest admission of each policy back.
for i, key in ipairs(KEYS) do
  local kind, quota, period = policy(i)
  if kind == 'w' then
    call('LPOP', key)
  else
    local arrival = call('GET', key)
    if arrival then call('SET', key, text(tonumber(arrival) - interval_of(quota, period)), 'KEEPTTL') end
  end
end
return #KEYS
