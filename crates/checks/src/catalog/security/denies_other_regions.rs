//! Nothing can be made outside the EU by mistake, because a policy refuses it.

use crate::shared::is_effective;
use crate::shared::{Tally, not_applicable, once};
use crate::{Asks, Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::NodeValue;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "A policy refuses regions outside the EU where that is required",
        "En policy nekar regioner utanför EU där det krävs",
    ),
    gap_title: Text::fixed(
        "No policy refuses regions outside the EU",
        "Ingen policy nekar regioner utanför EU",
    ),
    why: Text::fixed(
        "A setting can be forgotten; a policy of the cloud refuses the call that would have left the EU.",
        "En inställning kan glömmas; en policy i molnet nekar anropet som skulle ha lämnat EU.",
    ),
    fix: Text::fixed(
        "Deny with `aws:RequestedRegion` in a service control policy, allow locations with Azure Policy, or set `gcp.resourceLocations`.",
        "Neka med `aws:RequestedRegion` i en service control policy, tillåt platser med Azure Policy, eller sätt `gcp.resourceLocations`.",
    ),
    limits: Text::fixed(
        "Policies of the organisation are often kept elsewhere.",
        "Organisationens policyer förvaras ofta någon annanstans.",
    ),
    consequence: Consequence::C3,
    effort: once(250, 500, 1000),
    after: &["security/keeps-data-in-the-eu"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/policy.json
{
  \"Statement\": [
    {
      \"Effect\": \"Deny\",
      \"Action\": \"*\",
      \"Condition\": { \"StringNotEquals\": { \"aws:RequestedRegion\": [\"eu-north-1\"] } }
    }
  ]
}
",
        )
        .asking(Asks::EuOnly),
        Example::fails(
            "\
//- infra/main.tf
provider \"aws\" {
  region = \"eu-north-1\"
}
",
        )
        .asking(Asks::EuOnly),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
We deny other regions with aws:RequestedRegion.
//- infra/main.tf
# aws:RequestedRegion
provider \"aws\" {
  region = \"eu-north-1\"
}
",
        )
        .asking(Asks::EuOnly),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- infra/main.tf
provider \"aws\" {
  region = \"us-east-1\"
}
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["aws:RequestedRegion", "listOfAllowedLocations, allowedLocations", "gcp.resourceLocations"];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    if !policy.is_eu_only && !policy.teams.iter().any(|team| team.is_eu_only) {
        let reason = Text::fixed(
            "The policy does not require that data stays in the EU.",
            "Policyn kräver inte att data stannar i EU.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut is_found = false;
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        for (key, node) in file.config.iter().flat_map(|document| document.walk()) {
            let in_key = key.is_some_and(|key| is_refusal(&key.text));
            let in_text = matches!(&node.value, NodeValue::Text(text) if is_refusal(text));
            if in_key || in_text {
                is_found = true;
                let what = Text::fixed("Other regions are refused here", "Andra regioner nekas här");
                tally.supports(RepoFacts::place(path, Lines::at(node.line)), Grade::Configured, what);
            }
        }
    }
    if is_found {
        let summary =
            Text::fixed("A policy refuses regions outside the EU.", "En policy nekar regioner utanför EU.");
        return tally.concluded(Outcome::Pass, summary);
    }
    let summary = Text::fixed(
        "No policy that refuses other regions was found.",
        "Ingen policy som nekar andra regioner hittades.",
    );
    tally.concluded(Outcome::Fail, summary)
}

fn is_refusal(text: &str) -> bool {
    ["aws:RequestedRegion", "gcp.resourceLocations", "listOfAllowedLocations", "allowedLocations"]
        .iter()
        .any(|word| text.contains(word))
}
