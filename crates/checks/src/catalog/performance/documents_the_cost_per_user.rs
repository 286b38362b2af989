//! What one user costs is written down, with what it was reckoned from.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::fact::{Document, Node};
use beredd_facts::identifier::{has_word, words};
use beredd_facts::{FileFacts, FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 5),
    role: Role::Decisive,
    claim: Text::fixed("The cost per user is documented", "Kostnaden per användare är dokumenterad"),
    gap_title: Text::fixed("Nobody has written down what a user costs", "Ingen har skrivit ner vad en användare kostar"),
    why: Text::fixed(
        "Models are paid by the word. Without a figure per user nobody can set a price, a budget or an alarm, and growth can \
         turn out to be a loss.",
        "Modeller betalas per ord. Utan en siffra per användare kan ingen sätta pris, budget eller larm, och tillväxt kan visa \
         sig vara förlust.",
    ),
    fix: Text::fixed(
        "Write a short document: calls per user and month, tokens per call, price per token with its date, share from the cache, \
         infrastructure per user, and the sum.",
        "Skriv ett kort dokument: anrop per användare och månad, token per anrop, pris per token med datum, andel ur cachen, \
         infrastruktur per användare och summan.",
    ),
    limits: Text::fixed(
        "Whether the figure is right is not judged. Spreadsheets in binary formats and pages outside the repository are not read.",
        "Om siffran stämmer bedöms inte. Kalkylblad i binära format och sidor utanför repot läses inte.",
    ),
    consequence: Consequence::C5,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- docs/cost.md
# Cost per user

Assumptions, prices of 2025-01-10: 22 questions per user and month, 640 tokens per question.

| Item | Per user and month |
|---|---|
| Models | 0.049 USD |
| **Total** | **0.16 USD** |
",
        ),
        Example::partial(
            "\
//- docs/kostnad.md
# Kostnad

En användare kostar 1,60 kr i månaden, alltså 1,60 kr per användare och månad.
",
        ),
        Example::fails("//- Dockerfile\nFROM python:3.12\n//- README.md\n# Shop\n\nA shop with agents.\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- README.md
## Cost per user
Very low. We save 40 % per customer compared with other vendors.

## Cost
One request costs 0.004 USD, and the servers cost 1,200 USD a month.
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- agent.py
PROMPT = 'The price per user is 4 USD and the tokens per call are 600, prices of 2025-01-10. Tell the customer.'
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- docs/gitlab.md
# GitLab

Clone with `https://oauth2:${GITLAB_TOKEN}@gitlab.com/user/repo2.git`.
//- docs/office.md
# Office

Equipment: EUR 900 per employee and 2 years.
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- package.json
{ \"name\": \"mill\", \"scripts\": { \"start\": \"node dist/server.js\" }, \"dependencies\": { \"fastify\": \"5.6.0\" } }
//- src/server.ts
import Fastify from 'fastify';

/** Cost: 4 USD per user and month, 22 questions per user, 640 tokens per question, prices of 2025-01-10. */
const PRICE = 'You pay 4 USD per user and month.';
const app = Fastify();

app.get('/prices', async () => PRICE);
await app.listen({ port: 8080 });
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\n# Words\n\nA library that splits texts.\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "an amount with a currency per user, tenant, seat or conversation",
    "calls per user, tokens per call, the date of the price",
];

/// Words for the one the cost is reckoned for, in English and Swedish.
const UNITS: &[&str] = &[
    "user",
    "users",
    "tenant",
    "customer",
    "seat",
    "mau",
    "conversation",
    "subscriber",
    "employee",
    "användare",
    "kund",
    "hyresgäst",
    "konversation",
    "anställd",
];

/// Words that say a figure is saved, asked of the customer, or paid to people, rather than spent on the system.
const OTHER_FIGURES: &[&str] = &[
    "equipment",
    "salary",
    "save",
    "saves",
    "saved",
    "saving",
    "savings",
    "lön",
    "sparar",
    "sparat",
    "besparing",
    "besparingar",
    "utrustning",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut best = Outcome::Fail;
    for (path, file) in repo.files().filter(|(_, file)| may_document(file)) {
        let Some((place, assumptions)) = look_at(path, file) else { continue };
        let is_whole = assumptions >= 2;
        let (en, sv) = match assumptions {
            0 => ("without what it was reckoned from", "utan underlag"),
            1 => ("with one assumption", "med ett antagande"),
            _ => ("with its assumptions", "med sina antaganden"),
        };
        let what = Text::made(
            format!("{path} gives a cost per user, {en}"),
            format!("{path} anger en kostnad per användare, {sv}"),
        );
        // The document itself is what the criterion asks for.
        tally.supports(place, if is_whole { Grade::Configured } else { Grade::Declared }, what);
        best = best.min(if is_whole { Outcome::Pass } else { Outcome::Partial });
    }
    if best == Outcome::Fail && repo.file_count() > 0 && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let summary = match best {
        Outcome::Pass => Text::fixed(
            "A document gives the cost per user and what it was reckoned from.",
            "Ett dokument anger kostnaden per användare och vad den räknats fram ur.",
        ),
        Outcome::Partial => Text::fixed(
            "A cost per user is given, but not what it was reckoned from (calls per user, tokens per call, date of the price).",
            "En kostnad per användare anges, men inte underlaget (anrop per användare, token per anrop, prisets datum).",
        ),
        _ => Text::fixed(
            "No document gives an amount per user, tenant, seat or conversation.",
            "Inget dokument anger ett belopp per användare, kund, plats eller konversation.",
        ),
    };
    let mut verdict = tally.concluded(best, summary);
    (verdict.n, verdict.of) = match best {
        Outcome::Pass => (2, 2),
        Outcome::Partial => (1, 2),
        _ => (0, 2),
    };
    verdict
}

fn may_document(file: &FileFacts) -> bool {
    matches!(file.role, FileRole::Documentation | FileRole::Production | FileRole::Tooling)
}

/// The place of an amount per user, and how many kinds of assumptions stand in the same file.
fn look_at(path: &RepoPath, file: &FileFacts) -> Option<(Place, usize)> {
    if let Some(document) = &file.document {
        let line = amount_in(document)?;
        return Some((RepoFacts::place(path, Lines::at(line)), assumptions(&passages_of(document))));
    }
    if path.extension() != "csv" {
        return None;
    }
    let rows = file.config.first()?.items();
    let row = rows.iter().find(|row| {
        let cells: Vec<String> = row
            .members()
            .iter()
            .map(|(key, value)| format!("{} {}", key.text, value.scalar().unwrap_or_default()))
            .collect();
        cells.iter().any(|cell| is_amount(cell)) && cells.iter().any(|cell| is_per_user(cell))
    })?;
    let texts = rows
        .iter()
        .flat_map(Node::walk)
        .filter_map(|(key, node)| Some(format!("{} {}", key?.text, node.scalar()?)));
    Some((RepoFacts::place(path, Lines::at(row.line)), assumptions(&texts.collect::<Vec<_>>())))
}

/// The line of an amount per user: in a sentence, an item of a list, or a table whose row or column is per user.
fn amount_in(document: &Document) -> Option<u32> {
    let sentences = document.paragraphs.iter().map(|one| (one.lines.start, one.text.as_str()));
    let items = document.list_items.iter().map(|one| (one.line, one.text.as_str()));
    let said = sentences.chain(items).find(|(_, text)| is_cost_per_user(text));
    if let Some((line, _)) = said {
        return Some(line);
    }
    document.tables.iter().find_map(|table| {
        let is_per_user_column = |at: usize| table.head.get(at).is_some_and(|head| is_per_user(head));
        let is_priced_head = |at: usize| table.head.get(at).is_some_and(|head| has_currency(head));
        let has = table.rows.iter().any(|row| {
            let label = row.first().is_some_and(|label| is_per_user(label));
            row.iter().enumerate().any(|(at, cell)| {
                let is_priced = is_amount(cell)
                    || (is_priced_head(at) && cell.chars().any(|letter| letter.is_ascii_digit()));
                is_priced && (label || is_per_user_column(at))
            })
        });
        has.then_some(table.lines.start)
    })
}

fn passages_of(document: &Document) -> Vec<String> {
    let paragraphs = document.paragraphs.iter().map(|one| one.text.clone());
    let items = document.list_items.iter().map(|one| one.text.clone());
    let rows = document.tables.iter().flat_map(|table| table.rows.iter().map(|row| row.join(" ")));
    let headings = document.headings.iter().map(|one| one.text.clone());
    paragraphs.chain(items).chain(rows).chain(headings).collect()
}

/// One sentence with an amount and `per user`, and nothing about savings.
fn is_cost_per_user(text: &str) -> bool {
    let sentences = text.split(". ");
    sentences
        .into_iter()
        .any(|sentence| is_amount(sentence) && is_per_user(sentence) && !has_word(sentence, OTHER_FIGURES))
}

/// `per user`, `per användare`, `/user`, `each user`.
fn is_per_user(text: &str) -> bool {
    let words = words(text);
    let has_pair = words.iter().zip(words.iter().skip(1)).any(|(first, second)| {
        matches!(first.as_str(), "per" | "each" | "varje") && UNITS.contains(&second.as_str())
    });
    let lowered = text.to_lowercase();
    has_pair
        || words
            .windows(3)
            .any(|window| matches!(window, [per, _, unit] if per == "per" && UNITS.contains(&unit.as_str())))
        || UNITS
            .iter()
            .any(|unit| lowered.contains(&format!("/{unit}")) || lowered.contains(&format!("/ {unit}")))
}

/// An amount: a number beside a currency. The dollar of `${TOKEN}` and `$HOME` is none.
fn is_amount(text: &str) -> bool {
    if !text.bytes().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let by_sign = text.match_indices(['$', '€', '£']).any(|(at, sign)| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let behind = text.get(at..).unwrap_or_default().strip_prefix(sign).unwrap_or_default().trim_start();
        is_digit(before.chars().next_back()) || is_digit(behind.trim_start_matches(['.', '~']).chars().next())
    });
    by_sign || says_currency(text)
}

fn has_currency(text: &str) -> bool {
    text.contains(['$', '€', '£']) || says_currency(text)
}

fn says_currency(text: &str) -> bool {
    const CODES: &[&str] = &[
        "usd", "eur", "sek", "gbp", "nok", "dkk", "kr", "kronor", "dollar", "dollars", "euro", "cents", "öre",
    ];
    has_word(text, CODES)
}

/// Kinds of assumptions: how often a user asks, how long a question is, of what date the price is.
fn assumptions(texts: &[String]) -> usize {
    let sets: Vec<Vec<String>> = texts
        .iter()
        .filter(|text| text.chars().any(|c| c.is_ascii_digit()))
        .map(|text| words(text))
        .collect();
    let any = |test: &dyn Fn(&[String]) -> bool| sets.iter().any(|set| test(set));
    let has = |set: &[String], wanted: &[&str]| set.iter().any(|word| wanted.contains(&word.as_str()));
    let calls = any(&|set| {
        has(
            set,
            &[
                "calls",
                "questions",
                "requests",
                "messages",
                "conversations",
                "queries",
                "anrop",
                "frågor",
                "meddelanden",
                "konversationer",
                "samtal",
            ],
        ) && has(set, &["per", "each", "varje"])
    });
    let tokens = any(&|set| has(set, &["token", "tokens"]));
    let dated = any(&|set| {
        has(set, &["price", "prices", "pricing", "pris", "priser", "priset", "prislista"])
            && set.iter().any(|word| {
                word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
            })
    });
    [calls, tokens, dated].into_iter().filter(|holds| *holds).count()
}
