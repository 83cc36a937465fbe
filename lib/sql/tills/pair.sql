-- Gives a waiting till to the device that opened its link; changes no row when another was first.
-- $1 till, $2 keyed hash of the device's token, $3 now
update till
set token_hash = $2, paired_at = $3
where id = $1 and token_hash is null
