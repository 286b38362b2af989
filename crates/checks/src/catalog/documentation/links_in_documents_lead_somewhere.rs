//! Links from one document to another file of the repository lead to a file that is there.

use crate::shared::documents::manuals;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::Link;
use beredd_facts::{ReadPlan, RepoFacts, plan_of};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 1),
    role: Role::Supporting,
    claim: Text::fixed("Links in documents lead somewhere", "Länkar i dokumenten leder någonstans"),
    gap_title: Text::fixed("Links in documents lead nowhere", "Länkar i dokumenten leder ingenstans"),
    why: Text::fixed(
        "A newcomer follows the README. A guide that was moved or never written stops them, and makes them doubt the rest.",
        "En nykomling följer README:n. En guide som flyttats eller aldrig skrevs blir ett stopp och gör att resten känns osäkert.",
    ),
    fix: Text::fixed(
        "Correct or remove the links that are listed, and let the pipeline run a link checker (`lychee --offline .`).",
        "Rätta eller ta bort länkarna i listan och låt bygget köra en länkkontroll (`lychee --offline .`).",
    ),
    limits: Text::fixed(
        "Addresses on the web, anchors within a page, folders, and files of kinds that are not read (pictures, archives) are not \
         checked.",
        "Webbadresser, ankare inom en sida, mappar och filer av slag som inte läses (bilder, arkiv) kontrolleras inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((50, 100, 250), (10, 25, 50), Text::fixed("link", "länk")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "//- README.md\nSee [deployment](docs/deployment.md#steps) and [the web](https://example.org/x.md).\n//- docs/deployment.md\n[Back](../README.md)\n",
        ),
        Example::partial("//- README.md\n[a](docs/a.md)\n[b](docs/b.md) ⟵\n//- docs/a.md\n# A\n"),
        Example::fails("//- README.md\n- [Guide](docs/guide.md) ⟵\n- [Code](/src/main.py) ⟵\n"),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\n![logo](docs/logo.png) [mail](mailto:a@example.org) [top](#top) [docs](docs/)\n\n```\n[b](docs/b.md)\n```\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["[text](path) and href in documents"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, document) in manuals(repo) {
        for link in &document.links {
            let Some(target) = target_of(path, link) else { continue };
            let place = RepoFacts::place(path, Lines::at(link.line));
            let id = format!("{path}:{}:{}", link.line, link.target);
            if repo.file(&target).is_some() {
                tally.holds(&id, &link.target, Some(place.clone()));
                let what = Text::made(format!("Leads to {target}"), format!("Leder till {target}"));
                tally.supports(place, Grade::Configured, what);
            } else {
                tally.misses(&id, &link.target, Some(place.clone()));
                let what = Text::made(
                    format!("{target} is not in the repository"),
                    format!("{target} finns inte i repot"),
                );
                tally.speaks_against(place, Grade::Configured, what);
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No document links to another file of the repository.",
            "Inget dokument länkar till någon annan fil i repot.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let (mut en, mut sv) = (
        format!("{n} of {of} links between files lead to a file that is there."),
        format!("{n} av {of} länkar mellan filer leder till en fil som finns."),
    );
    if n < of {
        let missing = tally.missing_names(4);
        en.push_str(&format!(" Leading nowhere: {missing}."));
        sv.push_str(&format!(" Leder ingenstans: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

/// The file that a link names, when it names one that would have been read.
fn target_of(path: &RepoPath, link: &Link) -> Option<RepoPath> {
    let written = link.target.split(['#', '?']).next().unwrap_or_default();
    let is_elsewhere =
        written.is_empty() || written.contains(':') || written.starts_with("//") || written.ends_with('/');
    if is_elsewhere || written.contains(['<', '{', '$', '%']) {
        return None;
    }
    let target = match written.strip_prefix('/') {
        Some(from_root) => RepoPath::parse(from_root).ok()?,
        None => path.sibling(written)?,
    };
    // Without an extension it may be a folder, and folders are not in the archive's facts.
    let is_file =
        !target.extension().is_empty() || matches!(target.file_name(), "LICENSE" | "Makefile" | "Dockerfile");
    (is_file && plan_of(&target) == ReadPlan::Read).then_some(target)
}
