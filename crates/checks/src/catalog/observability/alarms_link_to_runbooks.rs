//! Whoever is woken by an alarm is told what to do.

use crate::shared::agents::head_of;
use crate::shared::alerts::alarms;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 3),
    role: Role::Supporting,
    claim: Text::fixed("Alarms link to runbooks", "Larm länkar till åtgärdsbeskrivningar"),
    gap_title: Text::fixed("Alarms do not say what to do", "Larm säger inte vad som ska göras"),
    why: Text::fixed(
        "At night the first minutes go to finding out what an alarm means. A link to the steps gives them back.",
        "På natten går de första minuterna åt till att förstå vad larmet betyder. En länk till stegen ger tillbaka dem.",
    ),
    fix: Text::fixed(
        "Add the annotation `runbook_url` to each alerting rule, or a link in the alarm's description.",
        "Lägg till annoteringen `runbook_url` på varje larmregel, eller en länk i larmets beskrivning.",
    ),
    limits: Text::fixed(
        "Whether the runbook helps is not judged here.",
        "Om beskrivningen hjälper bedöms inte här.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (50, 100, 250), Text::fixed("alarm", "larm")),
    after: &["observability/alarms-cover-errors-cost-and-breakers"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- rules.yaml
groups:
  - rules:
      - alert: Errors
        expr: rate(errors_total[5m]) > 1
        annotations:
          runbook_url: https://example.org/runbook#errors
",
        ),
        Example::partial(
            "\
//- rules.yaml
groups:
  - rules:
      - alert: Errors
        expr: rate(errors_total[5m]) > 1
        annotations:
          runbook_url: https://example.org/runbook#errors
      - alert: Slow ⟵
        expr: latency_seconds > 3
",
        ),
        Example::fails(
            "\
//- rules.yaml
groups:
  - rules:
      - alert: Slow ⟵
        expr: latency_seconds > 3
        annotations:
          summary: see the runbook
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- docs/alerts.md\nEvery alert has a runbook_url.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &["annotations.runbook_url", "runbook in an alarm's description"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for alarm in alarms(repo).into_iter().filter(|alarm| !alarm.is_budget) {
        let (name, place) = (&alarm.name, head_of(&alarm.place));
        let id = format!("{}:{}", place.path, place.line);
        if alarm.has_runbook {
            let what = Text::made(
                format!("{name} links to its runbook"),
                format!("{name} länkar till sin åtgärdsbeskrivning"),
            );
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, name, Some(place));
        } else {
            let what = Text::made(
                format!("{name} does not say what to do"),
                format!("{name} säger inte vad som ska göras"),
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No alarm is declared in the repository.", "Inget larm är deklarerat i repot.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} alarms link to a runbook."),
        format!("{n} av {of} larm länkar till en åtgärdsbeskrivning."),
    ))
}
