//! Where the law or a contract asks for it, data is kept and processed in the EU, also when nothing is set.

use crate::shared::lands::land_of;
use crate::shared::regions::{Area, Setting, provider_settings, region_settings};
use crate::shared::{Tally, counted, effort, not_applicable, unknown};
use crate::{Asks, Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "Models and data stores are in the EU where that is required",
        "Modeller och datalager ligger i EU där det krävs",
    ),
    gap_title: Text::fixed("Data leaves the EU", "Data lämnar EU"),
    why: Text::fixed(
        "A single default such as us-east-1 sends personal data out of the EU the day a variable is forgotten; that is a transfer \
         that the law asks you to justify.",
        "Ett enda standardvärde som us-east-1 skickar personuppgifter ut ur EU den dag en variabel glöms; det är en överföring som \
         lagen kräver att ni kan motivera.",
    ),
    fix: Text::fixed(
        "Set the region of every client and every resource to one in the EU, also as the default; use eu.api.openai.com, Bedrock \
         profiles that begin with eu., or Azure deployments of the type Data Zone Standard in the EU, and deny other regions by policy.",
        "Sätt regionen för varje klient och varje resurs till en i EU, även som standardvärde; använd eu.api.openai.com, Bedrockprofiler \
         som börjar på eu., eller Azuredistributioner av typen Data Zone Standard i EU, och neka andra regioner med en policy.",
    ),
    limits: Text::fixed(
        "Regions that are set at deployment, and where a provider trains or supports, are not in the archive. The United Kingdom and \
         Switzerland are outside the EU with protection that the Commission calls adequate: someone must decide.",
        "Regioner som sätts vid driftsättning, och var en leverantör tränar eller ger support, finns inte i arkivet. Storbritannien och \
         Schweiz ligger utanför EU med ett skydd som kommissionen kallar adekvat: någon måste besluta.",
    ),
    consequence: Consequence::C1,
    effort: effort(
        (500, 1000, 2000),
        (500, 1000, 2000),
        Text::fixed("workload or store", "arbetslast eller lager"),
    ),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
import os

import boto3

REGION = os.getenv('AWS_REGION', 'eu-north-1')
client = boto3.client('bedrock-runtime', region_name=REGION)
client.converse(modelId='eu.anthropic.claude-sonnet-4-20250514-v1:0', messages=[])
//- infra/main.tf
provider \"aws\" {
  region = \"eu-north-1\"
}
",
        )
        .asking(Asks::EuOnly),
        Example::fails(
            "\
//- main.py
import os

import boto3

client = boto3.client('bedrock-runtime', region_name=os.getenv('AWS_REGION', 'us-east-1')) ⟵
//- infra/main.tf
provider \"aws\" {
  region = \"eu-north-1\"
}
",
        )
        .asking(Asks::EuOnly),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI() ⟵
",
        )
        .asking(Asks::EuOnly),
        Example::fails(
            "\
//- src/models.ts
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

export const first = new OpenAI({ baseURL: 'https://eu.api.openai.com/v1' });
export const second = new Anthropic(); ⟵
",
        )
        .asking(Asks::EuOnly),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- README.md
All data stays in eu-north-1.
//- main.py
ANSWER = {'text': 'Our servers are in eu-north-1.'}
QUEUE = 'queue-eu-north-1'
print(ANSWER)
",
        )
        .asking(Asks::EuOnly),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
import openai

client = openai.OpenAI()
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "region, location, region_name, AWS_REGION, GOOGLE_CLOUD_LOCATION, with their defaults",
    "base_url of providers' clients",
    "inference profiles of Bedrock: eu., us., global.",
];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let teams: Vec<&str> =
        policy.teams.iter().filter(|team| team.is_eu_only).map(|team| team.folder.as_str()).collect();
    if !policy.is_eu_only && teams.is_empty() {
        let reason = Text::fixed(
            "The policy does not require that data stays in the EU.",
            "Policyn kräver inte att data stannar i EU.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let elsewhere: Vec<&str> = repo
        .population()
        .teams
        .iter()
        .map(|team| team.folder.as_str())
        .filter(|folder| !policy.is_eu_only && !folder.is_empty() && !teams.contains(folder))
        .collect();
    let concerns = |setting: &Setting| !elsewhere.iter().any(|folder| setting.place.path.is_in(folder));
    let settings = region_settings(repo).into_iter().chain(provider_settings(repo)).filter(concerns);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut known: BTreeSet<(Place, String)> = BTreeSet::new();
    let mut away = Away::default();
    for setting in settings {
        if known.insert((setting.place.clone(), setting.value.clone())) {
            note(&setting, &mut tally);
            away.add(&setting);
        }
    }
    concluded(repo, tally, &away)
}

/// What leads out of the EU: each value once, with how many settings have it.
#[derive(Default)]
struct Away {
    settings: BTreeMap<String, u32>,
    leaves: bool,
}

impl Away {
    fn add(&mut self, setting: &Setting) {
        self.leaves |= setting.area == Area::Outside;
        if matches!(setting.area, Area::Outside | Area::Adequate) {
            let count = self.settings.entry(setting.value.clone()).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// `us-east-1 (the United States, 14 settings), api.openai.com (the provider's own address, 1 setting)`, the most frequent first.
    fn told(&self) -> Text {
        let mut values: Vec<(&String, u32)> =
            self.settings.iter().map(|(value, count)| (value, *count)).collect();
        values.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
        let more = if values.len() > 5 { ", …" } else { "" };
        let one = |(value, count): &(&String, u32)| {
            let unknown = Text::fixed("outside the EU", "utanför EU");
            let land = land_of(value).unwrap_or(&unknown);
            (
                format!("{value} ({}, {})", land.en, counted(*count, "setting", "settings")),
                format!("{value} ({}, {})", land.sv, counted(*count, "inställning", "inställningar")),
            )
        };
        let (en, sv): (Vec<String>, Vec<String>) = values.iter().take(5).map(one).unzip();
        Text::made(format!("{}{more}", en.join(", ")), format!("{}{more}", sv.join(", ")))
    }
}

fn note(setting: &Setting, tally: &mut Tally) {
    let Setting { place, value, area } = setting;
    let id = format!("{}:{} {value}", place.path, place.line);
    let name = value.as_str();
    match area {
        Area::Eu | Area::Own => {
            let what = Text::made(
                format!("{name}: in the EU or in the house"),
                format!("{name}: i EU eller i huset"),
            );
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, name, Some(place.clone()));
        }
        Area::Adequate => {
            let what = Text::made(
                format!("{name}: outside the EU, with protection called adequate; someone must decide"),
                format!("{name}: utanför EU, med skydd som kallas adekvat; någon måste besluta"),
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.count(&id, name, Outcome::Partial, Some(place.clone()));
        }
        Area::Outside => {
            let what = Text::made(format!("{name}: outside the EU"), format!("{name}: utanför EU"));
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, name, Some(place.clone()));
        }
    }
}

fn concluded(repo: &RepoFacts, tally: Tally, away: &Away) -> Verdict {
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "The policy requires the EU, and no region is set in the repository; the settings of the deployment would decide it.",
            "Policyn kräver EU, och ingen region är satt i repot. Driftsättningens inställningar skulle avgöra det.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let told = away.told();
    let outcome = match (n, away.leaves) {
        (n, _) if n == of => Outcome::Pass,
        (_, false) => Outcome::Partial,
        _ => Outcome::Fail,
    };
    let tail = |word: &str, told: &str| {
        if told.is_empty() { ".".to_owned() } else { format!("; {word}: {told}.") }
    };
    tally.concluded(
        outcome,
        Text::made(
            format!(
                "{n} of {of} settings of regions and providers are in the EU{}",
                tail("not so", &told.en)
            ),
            format!(
                "{n} av {of} inställningar av regioner och leverantörer ligger i EU{}",
                tail("inte så", &told.sv)
            ),
        ),
    )
}
