//! The keys of `beredd.toml`: one table that reading, writing and the published schema all follow.

use super::kind::Kind;
use beredd_model::Text;

/// A part of the file: its top, a table, a list of tables, or tables by name.
pub(super) struct Section {
    /// Its name in brackets; empty for the top of the file.
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// What it is for.
    pub(super) about: Text,
    pub(super) keys: &'static [Key],
}

/// How a section is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Before the first bracket.
    Top,
    /// `[name]`.
    Table,
    /// `[[name]]`, any number of times.
    List,
    /// `[name."something"]`, any number of times.
    Named,
}

/// One key of a section.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether an entry of a list is nothing without it.
    pub(super) is_required: bool,
    /// What it means.
    pub(super) about: Text,
}

const fn key(name: &'static str, kind: Kind, en: &'static str, sv: &'static str) -> Key {
    Key { name, kind, is_required: false, about: Text::fixed(en, sv) }
}

const fn required(name: &'static str, kind: Kind, en: &'static str, sv: &'static str) -> Key {
    Key { name, kind, is_required: true, about: Text::fixed(en, sv) }
}

/// The profiles that a file may begin from.
pub(super) const BUILT_IN: &[&str] = &["generic", "happyos"];
/// Regions that can be asked for.
const REGIONS: &[&str] = &["eu"];
/// A weight is a share in per cent, whatever the others sum to.
const WEIGHT: Kind = Kind::Percent;

/// The whole file, in the order it is written.
pub(super) static SECTIONS: &[Section] =
    &[TOP, SCORE, WEIGHTS, THRESHOLDS, CAPACITY, LIMITS, TEAMS, EFFORT, ORDER, ACCEPTED, ATTESTED];

const TOP: Section = Section {
    name: "",
    form: Form::Top,
    about: Text::fixed(
        "What this organisation asks of its agent systems. Read by Beredd; every key may be left out.",
        "Vad den här organisationen kräver av sina agentsystem. Läses av Beredd; varje nyckel får utelämnas.",
    ),
    keys: &[
        key(
            "extends",
            Kind::Word(BUILT_IN),
            "The built-in profile that counts for all that is not said here.",
            "Den inbyggda profil som gäller för allt som inte sägs här.",
        ),
        key(
            "name",
            Kind::Text,
            "The name of this profile, as reports show it.",
            "Profilens namn, som det visas i rapporter.",
        ),
        key(
            "level",
            Kind::Word(&["A", "B", "C"]),
            "How demanding the operation is. A: as the severity table says. B: quality and knowledge one step down. C: all but data, law and identity one step down. Scores stay the same.",
            "Hur krävande driften är. A: som allvarlighetstabellen säger. B: kvalitet och kunskap ett steg ned. C: allt utom data, lag och identitet ett steg ned. Poängen påverkas inte.",
        ),
        key(
            "languages",
            Kind::Languages,
            "Languages that every agent must speak.",
            "Språk som varje agent ska kunna.",
        ),
        key("regions", Kind::Words(REGIONS), "Where data must stay.", "Var data måste stanna."),
        key(
            "technologies",
            Kind::Texts,
            "Technologies that must be in use: any that no dependency, import, image or setting names is called out.",
            "Teknik som måste användas: den som inget beroende, ingen import, avbild eller inställning nämner påpekas.",
        ),
    ],
};

const SCORE: Section = Section {
    name: "score",
    form: Form::Table,
    about: Text::fixed("The limits of the bands.", "Gränserna mellan banden."),
    keys: &[
        key(
            "ready_above_percent",
            Kind::Percent,
            "Above this: production-ready. On it: not yet.",
            "Över detta: redo för produktion. På gränsen: inte ännu.",
        ),
        key(
            "nearly_from_percent",
            Kind::Percent,
            "From here on: nearly ready.",
            "Från och med detta: nästan redo.",
        ),
    ],
};

const WEIGHTS: Section = Section {
    name: "weights",
    form: Form::Table,
    about: Text::fixed(
        "How much each category weighs in the overall score. Only their relation counts; they need not sum to 100.",
        "Hur tungt varje kategori väger i totalpoängen. Bara förhållandet spelar roll; summan behöver inte bli 100.",
    ),
    keys: &[
        key("llm", WEIGHT, "K1 How agents reach their models.", "K1 Hur agenterna når sina modeller."),
        key(
            "resilience",
            WEIGHT,
            "K2 What happens when something fails.",
            "K2 Vad som händer när något fallerar.",
        ),
        key("testing", WEIGHT, "K3 What the tests prove.", "K3 Vad testerna bevisar."),
        key("observability", WEIGHT, "K4 What operators can see.", "K4 Vad driften kan se."),
        key(
            "security",
            WEIGHT,
            "K5 Secrets, tenants, personal data, access.",
            "K5 Hemligheter, tenanter, personuppgifter, åtkomst.",
        ),
        key(
            "deployment",
            WEIGHT,
            "K6 How it gets to production and back.",
            "K6 Hur det kommer till produktion och tillbaka.",
        ),
        key("documentation", WEIGHT, "K7 What a newcomer can read.", "K7 Vad en nykomling kan läsa."),
        key("performance", WEIGHT, "K8 Latency, load and cost.", "K8 Svarstider, last och kostnad."),
    ],
};

const THRESHOLDS: Section = Section {
    name: "thresholds",
    form: Form::Table,
    about: Text::fixed("Figures that criteria compare with.", "Tal som kriterierna jämför med."),
    keys: &[
        key(
            "llm_tests",
            Kind::Count(0, 1_000_000),
            "K3.1: tests of the LLM integration.",
            "K3.1: antal tester av LLM-integrationen.",
        ),
        key(
            "llm_p95_milliseconds",
            Kind::Count(1, 3_600_000),
            "K8.1: 95th percentile of a model call.",
            "K8.1: 95:e percentilen för ett modellanrop.",
        ),
        key("cache_hit_percent", Kind::Percent, "K8.2: cache hit rate.", "K8.2: träffgrad i cachen."),
        key(
            "concurrent_users",
            Kind::Count(1, 1_000_000_000),
            "K8.4: concurrent users.",
            "K8.4: samtidiga användare.",
        ),
        key(
            "functionality_percent",
            Kind::Percent,
            "K2.5: functionality kept during failover.",
            "K2.5: funktion som ska finnas kvar vid omkoppling.",
        ),
    ],
};

const CAPACITY: Section = Section {
    name: "capacity",
    form: Form::Table,
    about: Text::fixed(
        "Who does the work: the roadmap's calendar.",
        "Vilka som gör jobbet: färdplanens kalender.",
    ),
    keys: &[
        key("developers", Kind::Count(1, 1000), "How many developers.", "Antal utvecklare."),
        key(
            "focus_percent",
            Kind::Percent,
            "The share of a working day that goes to this work.",
            "Andelen av arbetsdagen som går till det här arbetet.",
        ),
        key(
            "start",
            Kind::Day,
            "The first day; without it the calendar counts weeks and names no day.",
            "Första dagen; utan den räknar kalendern veckor utan datum.",
        ),
    ],
};

const LIMITS: Section = Section {
    name: "limits",
    form: Form::Table,
    about: Text::fixed(
        "What an archive may cost to read. These count in a profile that is given from outside the repository, and in no other.",
        "Hur mycket ett arkiv får kosta att läsa. De gäller i en profil som kommer utifrån, inte i repots egen.",
    ),
    keys: &[
        key("entries", Kind::Amount, "Files that an archive may list.", "Filer som ett arkiv får räkna upp."),
        key("file_bytes", Kind::Amount, "Bytes of one file.", "Byte i en fil."),
        key("total_bytes", Kind::Amount, "Bytes of all files together.", "Byte i alla filer tillsammans."),
        key(
            "ratio",
            Kind::Amount,
            "How many times larger than its stored form a file may become.",
            "Hur många gånger större än i arkivet en fil får bli.",
        ),
        key(
            "ratio_from_bytes",
            Kind::Amount,
            "Files below this size are not asked for their ratio.",
            "Mindre filer än så prövas inte mot kvoten.",
        ),
        key(
            "stream_bytes",
            Kind::Amount,
            "Bytes that a compressed tar may inflate to.",
            "Byte som en komprimerad tar får packas upp till.",
        ),
    ],
};

const TEAMS: Section = Section {
    name: "teams",
    form: Form::List,
    about: Text::fixed(
        "Teams of agents, where the repository's folders do not tell. Languages and regions are asked of the team's agents.",
        "Agentteam, där katalogerna inte räcker för att se det. Språk och regioner krävs av teamets agenter.",
    ),
    keys: &[
        required("name", Kind::Text, "The team's name.", "Teamets namn."),
        key(
            "folder",
            Kind::Text,
            "The folder its agents live in, at any depth; the name, if left out.",
            "Katalogen där agenterna finns, på valfritt djup; namnet om den utelämnas.",
        ),
        key(
            "agents",
            Kind::Texts,
            "Its agents by name: any that is not found is called out.",
            "Dess agenter vid namn: den som inte hittas påpekas.",
        ),
        key(
            "languages",
            Kind::Languages,
            "Languages its agents must speak.",
            "Språk som dess agenter ska kunna.",
        ),
        key("regions", Kind::Words(REGIONS), "Where its data must stay.", "Var dess data måste stanna."),
    ],
};

const EFFORT: Section = Section {
    name: "effort",
    form: Form::Named,
    about: Text::fixed(
        "Your own estimates, in person-days: optimistic, likely, pessimistic. By check or by criterion; those for a check go first.",
        "Egna uppskattningar i persondagar: optimistiskt, troligt, pessimistiskt. Per kontroll eller kriterium; kontrollens går före.",
    ),
    keys: &[
        key("base_days", Kind::Estimate, "Paid once.", "Betalas en gång."),
        key(
            "per_site_days",
            Kind::Estimate,
            "Paid for each affected place, half from the second on.",
            "Betalas för varje berört ställe, hälften från och med det andra.",
        ),
    ],
};

const ORDER: Section = Section {
    name: "order",
    form: Form::List,
    about: Text::fixed(
        "Orders of work beyond those of the catalogue, between checks. A circle becomes one package of work, and is called out.",
        "Arbetsordning utöver katalogens, mellan kontroller. En cirkel blir ett gemensamt arbetspaket och påpekas.",
    ),
    keys: &[
        required(
            "first",
            Kind::Text,
            "The check whose gap is closed first.",
            "Kontrollen vars gap åtgärdas först.",
        ),
        required("then", Kind::Text, "The check whose gap waits for it.", "Kontrollen vars gap väntar."),
    ],
};

const ACCEPTED: Section = Section {
    name: "accepted",
    form: Form::List,
    about: Text::fixed(
        "Risks that somebody lives with until a day. The points stay lost and the gap stays in sight; it no longer blocks the gate and is no planned work. Data, law and identity cannot be accepted here.",
        "Risker som någon lever med till ett visst datum. Poängen är fortfarande borta och gapet syns; det håller inte längre spärren stängd och är inget planerat arbete. Data, lag och identitet kan inte accepteras här.",
    ),
    keys: &[
        required("check", Kind::Text, "The check whose gap is accepted.", "Kontrollen vars gap accepteras."),
        key(
            "place",
            Kind::Glob,
            "Only where the affected path matches.",
            "Bara där den berörda sökvägen stämmer.",
        ),
        key(
            "subject",
            Kind::Text,
            "Only for this agent, service, route …, by name.",
            "Bara för den här agenten, tjänsten, rutten …, vid namn.",
        ),
        required("reason", Kind::Text, "Why it can be lived with.", "Varför det går att leva med."),
        required("owner", Kind::Text, "Who answers for it.", "Vem som svarar för det."),
        required("expires", Kind::Day, "The last day it holds.", "Sista dagen det gäller."),
    ],
};

const ATTESTED: Section = Section {
    name: "attested",
    form: Form::List,
    about: Text::fixed(
        "What a reviewer has seen that the archive cannot show. It counts as attested, never as proven.",
        "Vad en granskare har sett som arkivet inte kan visa. Det räknas som intygat, aldrig som bevisat.",
    ),
    keys: &[
        key(
            "criterion",
            Kind::Criterion,
            "The criterion it speaks of; or a check, not both.",
            "Kriteriet det gäller; eller en kontroll, inte båda.",
        ),
        key("check", Kind::Text, "The check it speaks of.", "Kontrollen det gäller."),
        required("value", Kind::Holds, "How far it holds.", "I vilken mån det gäller."),
        required(
            "evidence",
            Kind::Text,
            "Where it can be seen: a report, a ticket, a measurement.",
            "Var det kan ses: en rapport, ett ärende, en mätning.",
        ),
        required("who", Kind::Text, "Who says so.", "Vem som intygar."),
        required("date", Kind::Day, "When it was seen.", "När det sågs."),
    ],
};
