-- Sets the number of children in low-income families in a year.
-- $1 year, $2 children
insert into low_income_children (year, children)
values ($1, $2)
on conflict (year) do update set children = excluded.children
