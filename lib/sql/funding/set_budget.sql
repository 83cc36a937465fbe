-- Sets a source's budget of a year.
-- $1 source, $2 year, $3 budget in øre
insert into funding_budget (funding_source_id, year, budget_ore)
values ($1, $2, $3)
on conflict (funding_source_id, year) do update set budget_ore = excluded.budget_ore
