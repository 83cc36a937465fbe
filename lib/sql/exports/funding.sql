-- Funding sources and their budgets, by name, then year. One row per source and year.
select
    funding_source.name,
    funding_source.kind,
    funding_budget.year,
    funding_budget.budget_ore
from funding_source
left join funding_budget on funding_budget.funding_source_id = funding_source.id
order by funding_source.name, funding_budget.year
