-- Sets how many uses of a scheme are expected in a year.
-- $1 scheme, $2 year, $3 times
insert into expected_use (scheme_id, year, times)
values ($1, $2, $3)
on conflict (scheme_id, year) do update set times = excluded.times
