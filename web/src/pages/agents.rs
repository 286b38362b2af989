//! The agents: a matrix of agents and the criteria that are asked of each; every cell leads to its evidence.

use crate::components::{Ctx, bar, empty, outcome_class, place_name, shortened};
use crate::state::{Loaded, Route};
use beredd_model::{AgentRow, Audit, Criterion, Outcome, Points, TeamRow};
use beredd_report::words::outcome_mark;
use std::collections::BTreeSet;
use yew::prelude::*;

/// How a repository says that an agent uses no framework.
const NO_FRAMEWORK: &str = "none";

/// The agents page.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded) -> Html {
    let (words, report, audit) = (&ctx.words().proof, ctx.words().report, &loaded.audit);
    let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
    let agents = report.count(count(audit.agents.len()), report.nouns.agent);
    let teams = report.count(count(audit.teams.len()), report.nouns.team);
    html! {
        <div class="sections">
            <section>
                <h1 class="page-title">{ (ctx.words().page)(&Route::Agents) }</h1>
                if audit.agents.is_empty() {
                    { empty(words.no_agents) }
                } else {
                    <p class="lead">{ (words.agents_lead)(&agents, &teams) }</p>
                    { teams_of(ctx, audit) }
                    <p class="quiet">{ words.matrix_note }</p>
                    { matrix(ctx, audit) }
                }
            </section>
        </div>
    }
}

/// A score for each team: what is proven of the criteria that are asked of its agents.
fn teams_of(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().proof, ctx.words().report);
    html! {
        <ul class="cards teams" aria-label={words.teams}>
            { for audit.teams.iter().map(|team| {
                let points = Points { proven_permille: team.proven_permille, possible_permille: team.proven_permille, attested_permille: team.proven_permille, coverage_permille: 1_000 };
                let agents = u32::try_from(team.agents.len()).unwrap_or(u32::MAX);
                html! {
                    <li class="card" data-testid="team" data-permille={team.proven_permille.to_string()}>
                        <div class="card-head"><h2>{ team.name.clone() }</h2><span class="quiet">{ report.count(agents, report.nouns.agent) }</span></div>
                        <div class="card-score"><strong>{ report.points(team.proven_permille) }</strong><span class="quiet">{ words.team_score }</span></div>
                        { bar(points, audit.profile.ready_above_permille) }
                    </li>
                }
            }) }
        </ul>
    }
}

fn matrix(ctx: &Ctx, audit: &Audit) -> Html {
    let words = &ctx.words().proof;
    let criteria: BTreeSet<Criterion> =
        audit.agents.iter().flat_map(|agent| agent.criteria.iter().map(|outcome| outcome.id)).collect();
    html! {
        <div class="table-frame" tabindex="0" role="group" aria-label={words.agent}>
            <table class="matrix">
                <caption class="sr-only">{ words.matrix_note }</caption>
                <thead><tr>
                    <th scope="col">{ words.agent }</th>
                    { for criteria.iter().map(|criterion| html! {
                        <th scope="col" class="cell" title={claim(ctx, audit, *criterion)}>{ criterion.to_string() }</th>
                    }) }
                </tr></thead>
                { for audit.teams.iter().map(|team| self::team(ctx, audit, team, &criteria)) }
            </table>
        </div>
    }
}

/// What a criterion asks, in the words of its decisive check.
fn claim(ctx: &Ctx, audit: &Audit, criterion: Criterion) -> Option<String> {
    let check = audit.checks.iter().find(|check| check.criterion == criterion && check.is_decisive)?;
    Some(check.claim.get(ctx.session.lang).to_owned())
}

fn team(ctx: &Ctx, audit: &Audit, team: &TeamRow, criteria: &BTreeSet<Criterion>) -> Html {
    let report = ctx.words().report;
    let columns = criteria.len().saturating_add(1).to_string();
    let members = audit.agents.iter().filter(|agent| team.agents.contains(&agent.id));
    html! {
        <tbody>
            <tr class="team"><th colspan={columns} scope="rowgroup">{ team.name.clone() }<span class="team-score">{ report.points(team.proven_permille) }</span></th></tr>
            { for members.map(|agent| self::agent(ctx, agent, criteria)) }
        </tbody>
    }
}

fn agent(ctx: &Ctx, agent: &AgentRow, criteria: &BTreeSet<Criterion>) -> Html {
    let words = &ctx.words().proof;
    let framework =
        if agent.framework == NO_FRAMEWORK { words.no_framework.to_owned() } else { agent.framework.clone() };
    html! {
        <tr>
            <th scope="row">{ agent.name.clone() }<small><code class="place" title={place_name(&agent.place)}>{ shortened(agent.place.path.as_str()) }</code><span>{ framework }</span></small></th>
            { for criteria.iter().map(|criterion| {
                let outcome = agent.criteria.iter().find(|outcome| outcome.id == *criterion).map(|outcome| outcome.outcome);
                cell(ctx, *criterion, outcome.unwrap_or(Outcome::NotApplicable))
            }) }
        </tr>
    }
}

fn cell(ctx: &Ctx, criterion: Criterion, outcome: Outcome) -> Html {
    let word = (ctx.words().report.outcome)(outcome);
    html! {
        <td class="cell"><a class={classes!("mark", outcome_class(outcome))} href={Route::Checks(Some(criterion.to_string())).hash()} title={word} aria-label={format!("{criterion}: {word}")}>{ outcome_mark(outcome) }</a></td>
    }
}
