//! The overview: the score with what it rests on, the gate, the radar, the categories, and the arithmetic one click away.

use crate::components::{
    Ctx, bar, chart, empty, interval, link, opens_way, place, section_head, severity_class, severity_tag,
    shortened,
};
use crate::state::{Loaded, Route, by_id};
use beredd_model::{Audit, CategoryScore, CriterionScore, Gap, Outcome, Severity};
use beredd_report::charts::{progress, radar};
use yew::prelude::*;

/// Gaps named in the gate and in the first steps.
const NAMED_MOST: usize = 5;

/// The overview of an audit, under the ticks in effect.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded) -> Html {
    let audit = ctx.session.now().unwrap_or(&loaded.audit);
    html! {
        <div class="sections" data-testid="overview">
            <section class="verdict" aria-labelledby="score">
                <div>
                    { score(ctx, loaded, audit) }
                    { gate(ctx, audit) }
                    { arithmetic(ctx, audit) }
                </div>
                <div data-testid="radar">{ chart("radar", &radar(audit, None, ctx.session.lang)) }</div>
            </section>
            { categories(ctx, audit) }
            <div class="two">
                { first_steps(ctx, audit) }
                { found(ctx, &loaded.audit) }
            </div>
            { ahead(ctx, audit) }
        </div>
    }
}

/// How the score would rise along the roadmap.
fn ahead(ctx: &Ctx, audit: &Audit) -> Html {
    if audit.roadmap.items.is_empty() {
        return Html::default();
    }
    let words = ctx.words();
    html! {
        <section aria-labelledby="ahead">
            { section_head("ahead", words.report.labels.progress, html! { <>{ words.work.progress_note }{ ". " }{ link(&Route::Roadmap, words.overview.whole_roadmap) }</> }) }
            <figure class="panel">{ chart("progress", &progress(audit, ctx.session.lang)) }</figure>
        </section>
    }
}

fn score(ctx: &Ctx, loaded: &Loaded, audit: &Audit) -> Html {
    let (words, report) = (ctx.words(), ctx.words().report);
    let (points, labels) = (audit.score.points, &report.labels);
    let was = loaded.audit.score.points.proven_permille;
    let done = u32::try_from(ctx.session.done.len()).unwrap_or(u32::MAX);
    html! {
        <>
            <p class="quiet subject">{ subject(ctx, &loaded.audit) }</p>
            if done > 0 {
                <p class="what-if-note">{ (words.overview.with_done)(&report.count(done, report.nouns.gap)) }{ " · " }{ (words.overview.was)(&report.points(was)) }</p>
            }
            <h1 id="score" class="score">
                <strong data-testid="score-proven" data-permille={points.proven_permille.to_string()}>{ report.points(points.proven_permille) }</strong>
                <span class="band">{ (report.band)(audit.score.band) }</span>
            </h1>
            { interval(points, audit.profile.ready_above_permille) }
            <dl class="legend">
                <div><dt>{ labels.proven }</dt><dd>{ report.points(points.proven_permille) }</dd></div>
                <div><dt>{ labels.possible }</dt><dd>{ report.points(points.possible_permille) }</dd></div>
                <div><dt>{ labels.coverage }</dt><dd>{ (words.overview.of_weight)(&report.percent(points.coverage_permille)) }</dd></div>
            </dl>
        </>
    }
}

fn subject(ctx: &Ctx, audit: &Audit) -> String {
    let words = ctx.words().report;
    let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
    let files = words.count(audit.archive.files_read, words.nouns.file);
    let agents = words.count(count(audit.agents.len()), words.nouns.agent);
    let teams = words.count(count(audit.teams.len()), words.nouns.team);
    format!("{} · {files} · {agents} · {teams}", audit.archive.name)
}

fn gate(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().overview, ctx.words().report);
    let class = if audit.gate.is_open { "gate open" } else { "gate" };
    let blockers: Vec<&Gap> = audit.gaps.iter().filter(|gap| audit.gate.blockers.contains(&gap.id)).collect();
    let more = u32::try_from(blockers.len().saturating_sub(NAMED_MOST)).unwrap_or(u32::MAX);
    html! {
        <section {class} data-testid="gate" data-open={audit.gate.is_open.to_string()} aria-labelledby="gate">
            <p class="eyebrow">{ report.labels.gate }</p>
            <h2 id="gate"><span aria-hidden="true">{ if audit.gate.is_open { "✓" } else { "◆" } }</span><span>{ (report.say.gate)(&audit.gate) }</span></h2>
            <p>{ if audit.archive.files_read == 0 { words.nothing_read } else { (report.say.advice)(audit.score.band, &audit.gate) } }</p>
            if !blockers.is_empty() {
                <ul aria-label={words.blocked_by}>
                    { for blockers.iter().take(NAMED_MOST).map(|gap| html! {
                        <li>{ link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }</li>
                    }) }
                    if more > 0 {
                        <li>{ link(&Route::Gaps(Some(Severity::Critical)), (report.say.more)(&report.whole(more.into()))) }</li>
                    }
                </ul>
            }
        </section>
    }
}

fn categories(ctx: &Ctx, audit: &Audit) -> Html {
    let words = ctx.words();
    let mark = (words.overview.ready_mark)(&words.report.points(audit.profile.ready_above_permille));
    html! {
        <section aria-labelledby="categories">
            { section_head("categories", words.overview.eight, html! { mark }) }
            <div class="cards">{ for audit.categories.iter().map(|category| card(ctx, audit, category)) }</div>
        </section>
    }
}

fn card(ctx: &Ctx, audit: &Audit, category: &CategoryScore) -> Html {
    let (report, id) = (ctx.words().report, category.id.id());
    let points = category.points;
    html! {
        <div class="card category-card" data-testid={format!("category-{id}")} data-permille={points.proven_permille.to_string()}>
            <div class="card-head">
                <h3><a href={Route::Checks(Some(id.to_owned())).hash()}>{ (report.category)(category.id) }</a></h3>
                <span class="quiet">{ (report.say.weight)(&report.percent(category.weight_permille)) }</span>
            </div>
            <div class="card-score">
                <strong>{ report.points(points.proven_permille) }</strong>
                if points.possible_permille > points.proven_permille {
                    <span class="quiet">{ report.labels.possible.to_lowercase() }{ "\u{a0}" }{ report.points(points.possible_permille) }</span>
                }
            </div>
            { bar(points, audit.profile.ready_above_permille) }
            <p class="card-gaps">{ severities(ctx, audit, category) }</p>
            { criteria(ctx, audit, category) }
        </div>
    }
}

/// The arithmetic of a category: the mean of its criteria, each a link to what it rests on.
fn criteria(ctx: &Ctx, audit: &Audit, category: &CategoryScore) -> Html {
    let (words, report) = (&ctx.words().overview, ctx.words().report);
    let criteria: Vec<&CriterionScore> =
        audit.criteria.iter().filter(|criterion| criterion.category == category.id).collect();
    let counted: Vec<String> = criteria
        .iter()
        .filter(|criterion| criterion.outcome != Outcome::NotApplicable)
        .map(|criterion| report.points(criterion.points.proven_permille))
        .collect();
    if counted.is_empty() {
        return Html::default();
    }
    let mean = (words.mean)(
        &counted.join(" + "),
        &counted.len().to_string(),
        &report.points(category.points.proven_permille),
    );
    html! {
        <details class="card-how">
            <summary>{ words.how }</summary>
            <ul>{ for criteria.iter().map(|criterion| {
                let name = criterion.id.to_string();
                let points = match criterion.outcome {
                    Outcome::NotApplicable => (report.outcome)(criterion.outcome).to_lowercase(),
                    _ => report.points(criterion.points.proven_permille),
                };
                html! { <li><a href={Route::Checks(Some(name.clone())).hash()}>{ name }</a><span class="num">{ points }</span></li> }
            }) }</ul>
            <p class="quiet">{ mean }</p>
        </details>
    }
}

fn severities(ctx: &Ctx, audit: &Audit, category: &CategoryScore) -> Html {
    let report = ctx.words().report;
    let count = |severity: Severity| {
        audit.gaps.iter().filter(|gap| gap.category == category.id && gap.severity == severity).count()
    };
    let counts: Vec<(Severity, usize)> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, count(severity)))
        .filter(|(_, count)| *count > 0)
        .collect();
    if counts.is_empty() {
        // Where nothing is decided, the absence of gaps says nothing.
        let words = &ctx.words().overview;
        let none = if category.points.coverage_permille == 0 { words.undecided } else { words.no_gaps };
        return html! { <span class="quiet">{ none }</span> };
    }
    counts
        .into_iter()
        .map(|(severity, count)| {
            let word = if count == 1 { (report.severity)(severity) } else { (report.severity_plural)(severity) };
            html! { <span class={classes!("count", severity_class(severity))}><span aria-hidden="true">{ beredd_report::words::severity_mark(severity) }</span>{ count }{ "\u{a0}" }{ word.to_lowercase() }</span> }
        })
        .collect()
}

fn first_steps(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (ctx.words(), ctx.words().report);
    let gaps = by_id(&audit.gaps);
    html! {
        <section aria-labelledby="first">
            { section_head("first", words.overview.first_steps, link(&Route::Roadmap, words.overview.whole_roadmap)) }
            if audit.gaps.is_empty() {
                { empty(words.work.none_open) }
            } else {
                <ol class="steps">
                    { for audit.gaps.iter().take(NAMED_MOST).map(|gap| html! {
                        <li>
                            { severity_tag(ctx, gap.severity) }
                            <div>
                                <p class="step-title">{ link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }</p>
                                { opens_way(ctx, gap, &gaps) }
                                <p class="quiet">{ (report.owner)(gap.owner) }{ " · " }{ report.effort(&gap.effort) }{ " · " }{ report.points_gained(gap.points_regained_permille) }</p>
                            </div>
                        </li>
                    }) }
                </ol>
            }
        </section>
    }
}

fn found(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().overview, ctx.words().report);
    let nouns = &report.nouns;
    let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
    let open_routes = count(audit.routes.iter().filter(|route| !route.is_authenticated).count());
    let tests = audit.tests;
    let whole = |number: u32| report.whole(number.into());
    let row = |number: u32, noun: beredd_report::words::Noun, note: String| {
        html! {
            <div class="figure"><dd>{ whole(number) }</dd><dt>{ noun.form(number) }if !note.is_empty() { <small class="quiet">{ note }</small> }</dt></div>
        }
    };
    let teams: Vec<&str> = audit.teams.iter().map(|team| team.name.as_str()).collect();
    html! {
        <section aria-labelledby="found">
            { section_head("found", words.found, Html::default()) }
            <dl class="figures">
                { row(count(audit.agents.len()), nouns.agent, teams.join(", ")) }
                { row(count(audit.llm.call_sites.len()), nouns.call_site, audit.llm.providers.join(", ")) }
                { row(count(audit.services.len()), nouns.service, String::new()) }
                { row(count(audit.routes.len()), nouns.route, if open_routes > 0 { (words.unauthenticated)(&whole(open_routes)) } else { String::new() }) }
                { row(tests.countable, nouns.test, (words.tests)(&whole(tests.declared), &whole(tests.importable), &whole(tests.llm_related))) }
            </dl>
            { secrets(ctx, audit) }
            { contradictions(ctx, audit) }
        </section>
    }
}

fn secrets(ctx: &Ctx, audit: &Audit) -> Html {
    if audit.secrets.is_empty() {
        return Html::default();
    }
    html! {
        <div class="note critical-note">
            <h3>{ ctx.words().overview.secrets }</h3>
            <ul>{ for audit.secrets.iter().take(NAMED_MOST).map(|secret| html! {
                <li>{ place(ctx, &secret.place) }{ " " }{ secret.kind.clone() }{ " " }<code>{ secret.stub.clone() }</code></li>
            }) }</ul>
        </div>
    }
}

fn contradictions(ctx: &Ctx, audit: &Audit) -> Html {
    if audit.contradictions.is_empty() {
        return Html::default();
    }
    let report = ctx.words().report;
    html! {
        <div class="note">
            <h3>{ report.labels.contradictions }</h3>
            <ul>{ for audit.contradictions.iter().take(NAMED_MOST).map(|found| {
                let claim = format!("{}:{}", shortened(&found.claim_path), found.claim_line);
                let against = format!("{}:{}", shortened(&found.against_path), found.against_line);
                html! { <li>{ link(&Route::Checks(Some(found.check.to_string())), (report.say.contradiction)(&claim, &against)) }</li> }
            }) }</ul>
        </div>
    }
}

fn arithmetic(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().overview, ctx.words().report);
    let labels = &report.labels;
    let product = |category: &CategoryScore| {
        u64::from(category.weight_permille) * u64::from(category.points.proven_permille)
    };
    let sum: u64 = audit.categories.iter().map(product).sum();
    let weights: u32 = audit.categories.iter().map(|category| category.weight_permille).sum();
    // Products are in millionths: a thousandth of them is a tenth of a point of the sum.
    let points =
        |millionths: u64| report.points(u32::try_from((millionths + 500) / 1_000).unwrap_or(u32::MAX));
    html! {
        <details class="arithmetic">
            <summary>{ words.how }</summary>
            <div class="table-frame" tabindex="0">
                <table>
                    <caption class="sr-only">{ words.how }</caption>
                    <thead><tr>
                        <th scope="col">{ labels.category }</th><th scope="col" class="num">{ labels.proven }</th>
                        <th scope="col" class="num">{ labels.possible }</th><th scope="col" class="num">{ labels.coverage }</th>
                        <th scope="col" class="num">{ labels.weight }</th><th scope="col" class="num">{ words.weighed }</th>
                    </tr></thead>
                    <tbody>{ for audit.categories.iter().map(|category| html! {
                        <tr>
                            <th scope="row">{ (report.category)(category.id) }</th>
                            <td class="num">{ report.points(category.points.proven_permille) }</td>
                            <td class="num">{ report.points(category.points.possible_permille) }</td>
                            <td class="num">{ report.percent(category.points.coverage_permille) }</td>
                            <td class="num">{ report.percent(category.weight_permille) }</td>
                            <td class="num">{ points(product(category)) }</td>
                        </tr>
                    }) }</tbody>
                    <tfoot><tr>
                        <th scope="row">{ words.sum }</th>
                        <td class="num">{ report.points(audit.score.points.proven_permille) }</td>
                        <td class="num">{ report.points(audit.score.points.possible_permille) }</td>
                        <td class="num">{ report.percent(audit.score.points.coverage_permille) }</td>
                        <td class="num">{ report.percent(weights) }</td>
                        <td class="num">{ points(sum) }</td>
                    </tr></tfoot>
                </table>
            </div>
            <p>{ (report.say.arithmetic)(&points(sum), &report.percent(weights), &report.points(audit.score.points.proven_permille)) }</p>
            <p>{ report.say.mean_of_criteria }</p>
            <p>{ report.say.how_points }</p>
        </details>
    }
}
